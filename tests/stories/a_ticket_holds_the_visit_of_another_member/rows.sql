INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', '2026-06-01');
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', NULL);
INSERT INTO tickets VALUES (1, 1, 'no water', '2026-04-01', '2026-05-01');
INSERT INTO visits VALUES (1, 2, 1, 'Bo', 'looked at the tap');
