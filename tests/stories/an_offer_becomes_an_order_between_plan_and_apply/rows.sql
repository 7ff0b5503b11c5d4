INSERT INTO customers VALUES (1, 'C1', 'Ann', 'ann@delinde.example', NULL, NULL, '2020-01-10');
INSERT INTO contracts VALUES (1, 1, 'hosting', NULL, '2020-01-10', NULL);
INSERT INTO orders VALUES (1, 1, 'Elm Road 1', 'offer', '2026-04-30', NULL);
INSERT INTO orders VALUES (2, 1, 'Elm Road 2', 'offer', '2026-04-30', NULL);
INSERT INTO order_lines VALUES (11, 1, 'one', NULL);
INSERT INTO order_lines VALUES (12, 2, 'two', NULL);
