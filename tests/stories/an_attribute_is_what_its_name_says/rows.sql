INSERT INTO customers VALUES
    (1, 'K1', 'Ann', NULL, NULL, NULL, '2020-01-10'),
    (2, 'K2', 'Bo', NULL, NULL, NULL, '2020-01-10'),
    (3, 'K3', 'Cas', NULL, NULL, NULL, '2026-01-20');
INSERT INTO contracts VALUES (2, 2, 'Web', 'bo.example', '2024-01-10', NULL);
INSERT INTO attributes VALUES
    (1, 1, 'mobile', '06', 'nl'),
    (2, 1, 'shoe size', '42', 'nl'),
    (3, 2, 'mobile', '07', 'nl'),
    (4, 2, 'token', 'k9', 'nl'),
    (5, 3, 'mobile', '08', 'nl'),
    (6, 3, 'token', 'k7', 'nl'),
    (7, 3, NULL, '09', 'nl'),
    (8, 3, 'Mobile', '09', 'nl'),
    (9, 1, 'street', NULL, 'nl'),
    (10, 3, 'street', 'Kade 3', NULL);
