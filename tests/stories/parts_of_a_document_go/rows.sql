INSERT INTO customers VALUES
    (1, 'K1', 'Ann', NULL, NULL, NULL, '2020-01-10'),
    (2, 'K2', 'Bo', NULL, NULL, NULL, '2020-01-10');
INSERT INTO contracts VALUES (2, 2, 'Web', 'bo.example', '2024-01-10', NULL);
INSERT INTO invoices VALUES
    (1, 'F1', 1, NULL, 'Ann', 'Kade 1', NULL, '{"to": {"email": "ann@mail.example", "name": "Ann"}, "phone": "06", "address": "Kade 1", "paid": true}', '2025-03-01'),
    (2, 'F2', 2, NULL, 'Bo', 'Kade 2', NULL, '{"to": {"email": "bo@mail.example", "name": "Bo"}, "phone": "07"}', '2025-03-01'),
    (3, 'F3', 1, NULL, 'Ann', 'Kade 1', NULL, 'Ann, ann@mail.example', '2025-03-01'),
    (4, 'F4', 1, NULL, 'Ann', 'Kade 1', NULL, '{"to": {"email": "ann@mail.example", "fax": "06"}}', '2025-03-01'),
    (5, 'F5', 1, NULL, 'Ann', 'Kade 1', NULL, '{"to": null, "address": "Kade 1"}', '2025-03-01'),
    (6, 'F6', 1, NULL, 'Ann', 'Kade 1', NULL, '{"to": "ann@mail.example"}', '2025-03-01'),
    (7, 'F7', 1, NULL, 'Ann', 'Kade 1', NULL, NULL, '2025-03-01');
