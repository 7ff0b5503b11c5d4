INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');

INSERT INTO order_lines VALUES (1, 99, 'Mug', 'ring twice');
INSERT INTO invoices VALUES (1, 'F1', 1, 99, 'Ann', 'Kade 1', NULL, '2025-03-01');
