INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');

INSERT INTO orders VALUES (1, 1, 'Kade 1', '2018-03-01', '2018-03-04');
INSERT INTO order_lines VALUES (1, 1, 'Mug', NULL);
INSERT INTO order_lines VALUES (2, 99, 'Plate', 'ring twice');
