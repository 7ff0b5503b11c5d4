INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');
INSERT INTO orders VALUES (1, 1, 'Kade 1', NULL, '2026-03-01');
INSERT INTO orders VALUES (2, 1, 'Kade 2', '2025-01-10', '2025-01-12');
INSERT INTO contacts VALUES (1, 9, 'Cas', 'buyer', 'cas@delinde.example', '2020-02-01', NULL);
INSERT INTO contacts VALUES (2, 1, 'Dee', 'buyer', 'dee@delinde.example', '2020-02-01', NULL);
