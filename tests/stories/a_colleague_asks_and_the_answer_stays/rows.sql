INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', NULL);
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', NULL);
INSERT INTO agents VALUES (1, 'Dee', '2020-01-01', '2026-05-20');
INSERT INTO tickets VALUES (1, 1, 'My invoice', '2026-04-01', NULL);
INSERT INTO answers VALUES (1, 1, 1, 'Dee', 'Dear Ann', '2026-05-01');
