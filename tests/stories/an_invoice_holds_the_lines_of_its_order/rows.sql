INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');

INSERT INTO orders VALUES (1, 1, 'Kade 1', '2024-01-20', '2024-02-01');
INSERT INTO orders VALUES (2, 1, 'Kade 1', '2024-01-20', '2024-02-01');
INSERT INTO order_lines VALUES (1, 1, 'Mug', 'ring twice');
INSERT INTO order_lines VALUES (2, 2, 'Plate', 'ring twice');
INSERT INTO invoices VALUES (1, 'F1', 1, 1, 'Ann', 'Kade 1', 'ann@delinde.example', '2024-02-01');
