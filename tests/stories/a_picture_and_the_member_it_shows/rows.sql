INSERT INTO members VALUES (1, 'Ann', 2, 1, '2020-01-10', '2026-05-20');
INSERT INTO members VALUES (2, 'Bo', NULL, 2, '2020-01-10', NULL);
INSERT INTO members VALUES (3, 'Cas', 1, 1, '2020-01-10', NULL);
INSERT INTO pictures VALUES (1, 1, 'Ann in the garden');
INSERT INTO pictures VALUES (2, 2, 'Bo on a ladder');
