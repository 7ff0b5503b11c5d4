INSERT INTO customers VALUES (1, 'C1', 'Ann', 'ann@delinde.example', NULL, NULL, '2020-01-10');
INSERT INTO contracts VALUES (1, 1, 'hosting', NULL, '2020-01-10', NULL);
INSERT INTO orders VALUES (1, 1, 'Elm Road 1', 'parked', '2025-10-01', NULL);
INSERT INTO orders VALUES (2, 1, 'Elm Road 2', 'parked', '2025-10-01', NULL);
