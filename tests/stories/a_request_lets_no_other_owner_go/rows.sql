INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', NULL);
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', '2026-01-10');
INSERT INTO agents VALUES (1, 'Cas', '2019-01-10', NULL);
INSERT INTO tickets VALUES (1, 1, 'It does not start', '2024-01-10', NULL);
INSERT INTO answers VALUES (1, 1, 1, 'Cas', 'Press the button', '2024-01-11');
INSERT INTO invitations VALUES (1, 1, 2, 'Ann', 'Bo');
