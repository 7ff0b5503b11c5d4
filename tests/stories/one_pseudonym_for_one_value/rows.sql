INSERT INTO customers VALUES
    (1, 'K1', 'Ann', NULL, '06-1', NULL, '2020-01-10'),
    (2, 'K2', 'Bo', NULL, '06-1', NULL, '2020-01-11'),
    (3, 'K3', 'Cas', NULL, NULL, NULL, '2020-01-10'),
    (4, 'K4', 'Dik', NULL, 'erased-000000000000000000000000', NULL, '2020-01-12');
INSERT INTO invoices VALUES
    (1, 'F1', 1, NULL, 'Ann', 'Kade 1', NULL, '2025-03-01'),
    (2, 'F2', 2, NULL, 'Bo', 'Kade 2', NULL, '2025-03-01'),
    (3, 'F3', 3, NULL, 'Cas', 'Kade 3', NULL, '2025-03-01'),
    (4, 'F4', 4, NULL, 'Dik', 'Kade 4', NULL, '2025-03-01');
