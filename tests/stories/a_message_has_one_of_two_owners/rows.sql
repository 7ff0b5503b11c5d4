INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', '2026-05-20');
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', NULL);
INSERT INTO messages VALUES (1, 1, NULL, 'Ann', NULL, 'Buy a ladder', '2026-05-01');
INSERT INTO messages VALUES (2, NULL, 1, NULL, 'Ann', 'Welcome', '2026-05-02');
INSERT INTO messages VALUES (3, 2, NULL, 'Bo', NULL, 'Mend the roof', '2026-05-01');
INSERT INTO messages VALUES (4, NULL, NULL, NULL, NULL, 'To whom?', '2026-05-01');
