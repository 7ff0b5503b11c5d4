INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', '06-2', 'Kade 2', '2020-01-10');
INSERT INTO customers VALUES (3, 'K3', 'Cas', 'cas@delinde.example', '06-3', 'Kade 3', '2020-01-10');
INSERT INTO contracts VALUES (1, 1, 'Web', 'ann.example', '2022-01-10', 'infinity');
INSERT INTO contracts VALUES (2, 2, 'Web', 'bo.example', '2022-01-10', '-infinity');
INSERT INTO contracts VALUES (3, 3, 'Web', 'cas.example', '2022-01-10', '2025-01-01');
