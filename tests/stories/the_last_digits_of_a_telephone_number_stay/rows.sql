INSERT INTO customers VALUES
    (1, 'K1', 'Ann', 'ann@delinde.example', '06-123', 'Kade 1', '2020-01-10'),
    (2, 'K2', 'Bo', NULL, NULL, 'É', '2020-01-10'),
    (3, 'K3', 'Cas', NULL, '0612345678', 'Zürich 🏠 7', '2020-01-10');
INSERT INTO contracts VALUES (1, 1, 'Web', 'ann.example', '2024-01-10', '2025-06-15');
INSERT INTO contracts VALUES (3, 3, 'Web', 'cas.example', '2024-01-10', NULL);
INSERT INTO invoices VALUES
    (1, 'F1', 1, NULL, 'Ann', 'Kade 1', NULL, '2025-03-01'),
    (2, 'F2', 2, NULL, 'Bo', 'É', NULL, '2025-03-01');
