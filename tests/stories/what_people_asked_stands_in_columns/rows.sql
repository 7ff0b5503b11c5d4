INSERT INTO customers VALUES
    (1, 'K1', 'Ann', NULL, NULL, NULL, '2020-01-10', '2026-06-01', NULL),
    (2, 'K2', 'Bo', NULL, NULL, NULL, '2020-01-10', 'soon', NULL),
    (3, 'K3', 'Cas', NULL, NULL, NULL, '2020-01-10', '2026-02-01', '2026-06-02'),
    (4, 'K4', 'Dee', NULL, NULL, NULL, '2020-01-10', '2026-02-01', '2026-06-01'),
    (5, 'K5', 'Eva', NULL, NULL, NULL, '2020-01-10', '2026-06-02', NULL),
    (6, 'K6', 'Flo', NULL, NULL, NULL, '2026-05-20', NULL, NULL);
INSERT INTO contacts VALUES
    (1, 6, 'Gil', NULL, NULL, '2026-05-20', NULL, '2026-05-25', NULL),
    (2, 6, 'Hal', NULL, NULL, '2026-05-20', NULL, '2026-05-25', '2026-05-26'),
    (3, 6, 'Ida', NULL, NULL, '2026-05-20', NULL, '0000-00-00', NULL);
