INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2020-01-10');
INSERT INTO contracts VALUES (1, 1, 'Web', 'ann.example', '2022-01-10', '2026-05-01');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', NULL, NULL, '2026-05-20');
