INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');
INSERT INTO invoices VALUES (1, 'F1', 1, NULL, 'Ann', 'Kade 1', 'ann@delinde.example', '2025-03-01');
