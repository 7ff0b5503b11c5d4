INSERT INTO customers VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10');
INSERT INTO customers VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10');
INSERT INTO customers VALUES (3, 'Cas', 'cas@delinde.example', '2020-01-10');
INSERT INTO contracts VALUES (1, 1, 'Web', '2022-01-10', '2025-01-10');
INSERT INTO contracts VALUES (3, 3, 'Web', '2022-01-10', '2025-01-10');
