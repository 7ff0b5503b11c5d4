INSERT INTO customers VALUES
    (1, 'K1', 'Ann', NULL, NULL, NULL, '1984-07-31', 12345, '192.0.2.77', 'ann', '2020-01-10'),
    (2, 'K2', 'Bo', NULL, NULL, NULL, NULL, 999, NULL, 'bo', '2020-01-10'),
    (3, 'K3', 'Cas', NULL, NULL, NULL, '2000-02-29', 1500, '198.51.100.9', 'cas', '2020-01-10');
INSERT INTO contracts VALUES (3, 3, 'Web', 'cas.example', '2024-01-10', NULL);
INSERT INTO invoices VALUES
    (1, 'F1', 1, NULL, 'Ann', 'Kade 1', NULL, '2025-03-01'),
    (2, 'F2', 2, NULL, 'Bo', 'Kade 2', NULL, '2025-03-01');
