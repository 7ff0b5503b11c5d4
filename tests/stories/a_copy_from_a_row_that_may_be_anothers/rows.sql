INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2026-05-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', '06-2', 'Dijk 2', '2026-05-10');
INSERT INTO orders VALUES (1, 1, 1, 'Bo', 'Kade 1', '2026-05-11', NULL);
INSERT INTO orders VALUES (2, 1, 2, 'Ann', 'Kade 1', '2026-05-12', NULL);
INSERT INTO invoices VALUES (1, 'F1', 2, NULL, 'Bo', 'Dijk 2', 'bo@delinde.example', '2026-05-11');
INSERT INTO invoices VALUES (2, 'F2', 1, 2, 'Ann', 'Kade 1', 'ann@delinde.example', '2026-05-12');
