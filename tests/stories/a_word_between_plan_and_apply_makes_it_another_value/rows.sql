INSERT INTO customers VALUES (1, 'K1', 'Ann', NULL, NULL, 'Kade 1', '2026-01-20');
INSERT INTO attributes VALUES (1, 1, 'mobile', '06-9');
INSERT INTO attributes VALUES (2, 1, 'mobile', 'Dijk 2');
INSERT INTO attributes VALUES (3, 1, 'street', 'Plein 3');
INSERT INTO attributes_old VALUES (1, 3, 'mobile', '06-8', 'update');
INSERT INTO attributes_old VALUES (2, 3, 'mobile', 'Laan 4', 'update');
INSERT INTO attributes_old VALUES (3, 3, 'street', 'Laan 5', 'update');
