INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', NULL);
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', NULL);
INSERT INTO notes VALUES (1, 'call', 1, 'wants a new one', '2026-02-01');
INSERT INTO notes VALUES (2, NULL, 1, 'is to be painted', '2026-02-01');
INSERT INTO notes VALUES (3, 'call', 2, 'wants the old one', '2026-02-01');
