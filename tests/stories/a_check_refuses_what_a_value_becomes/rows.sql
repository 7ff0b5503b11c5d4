INSERT INTO customers VALUES
    (1, 'K1', 'Ann', 'ann@delinde.example', '06-123', 'Kade 1', '2020-01-10'),
    (2, 'K2', 'Bo', NULL, NULL, 'Kade 2', '2020-01-10');
INSERT INTO invoices VALUES
    (1, 'F1', 1, NULL, 'Ann', 'Kade 1', NULL, '2025-03-01'),
    (2, 'F2', 2, NULL, 'Bo', 'Kade 2', NULL, '2025-03-01');
