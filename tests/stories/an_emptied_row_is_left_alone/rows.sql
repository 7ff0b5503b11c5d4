INSERT INTO customers VALUES (1, 'erased-1', '', NULL, NULL, NULL, '2020-01-10');
INSERT INTO invoices VALUES (1, 'F1', 1, NULL, 'Ann', 'Kade 1', NULL, '2025-03-01');
