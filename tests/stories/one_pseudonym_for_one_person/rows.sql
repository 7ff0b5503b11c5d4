INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', '2026-05-20');
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', NULL);
INSERT INTO messages VALUES (1, 1, 2, 'Ann', 'Bo', 'See you on Monday', '2026-05-01');
INSERT INTO messages VALUES (2, 2, 1, 'Bo', 'Annie', 'Fine', '2026-05-02');
INSERT INTO invitations VALUES (1, 1, 2, 'Ann', 'Bo');
INSERT INTO invitations VALUES (2, 2, 1, 'Bo', 'Ann');
