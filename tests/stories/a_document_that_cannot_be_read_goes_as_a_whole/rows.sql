INSERT INTO customers VALUES
    (1, 'K1', 'Ann', NULL, NULL, NULL, '2020-01-10'),
    (2, 'K2', 'Bo', NULL, NULL, NULL, '2020-01-10');
INSERT INTO contracts VALUES (2, 2, 'Web', 'bo.example', '2024-01-10', NULL);
INSERT INTO invoices VALUES
    (1, 'F1', 1, NULL, 'Ann', 'Kade 1', NULL, '{"to": {"email": "ann@mail.example"}, "printed": [1, {"by": "laser"}]}', '{}', '2025-03-01'),
    (2, 'F2', 1, NULL, 'Ann', 'Kade 1', NULL, 'ann@mail.example', '{"name": "Ann"}', '2025-03-01'),
    (3, 'F3', 2, NULL, 'Bo', 'Kade 2', NULL, 'bo@mail.example', 'Bo', '2025-03-01'),
    (4, 'F4', 1, NULL, 'Ann', 'Kade 1', NULL, '{"to": ["ann@mail.example"]}', 'Ann', '2025-03-01');
