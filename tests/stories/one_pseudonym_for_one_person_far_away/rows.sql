INSERT INTO customers VALUES
    (1, 'K1', 'Ann', NULL, NULL, NULL, '2020-01-10'),
    (2, 'K2', 'Bo', NULL, NULL, NULL, '2020-01-10');
INSERT INTO orders VALUES
    (11, 1, 'Kade 1', '2025-01-10', '2025-01-20'),
    (12, 1, 'Kade 1', '2025-02-10', '2025-02-20'),
    (13, 2, 'Kade 2', '2025-01-10', '2025-01-20'),
    (14, 1, 'Kade 1', '2026-01-10', '2026-01-20');
INSERT INTO order_lines VALUES
    (1, 11, 'Lamp', 'for Ann'),
    (2, 11, 'Rug', 'to Ann as well'),
    (3, 12, 'Lamp', 'behind the house'),
    (4, 13, 'Lamp', 'for Ann'),
    (5, 13, 'Rug', NULL),
    (6, 14, 'Desk', 'for Ann');
INSERT INTO invoices VALUES
    (1, 'F1', 1, 11, 'Ann', 'Kade 1', NULL, '2025-03-01'),
    (2, 'F2', 1, 12, 'Ann', 'Kade 1', NULL, '2025-03-01'),
    (3, 'F3', 2, 13, 'Bo', 'Kade 2', NULL, '2025-03-01');
