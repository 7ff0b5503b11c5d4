INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');
INSERT INTO contracts VALUES (1, 1, 'Web', 'ann.example', '2022-01-10', '2025-06-01');
INSERT INTO contacts VALUES (1, 1, 'Cas', 'buyer', 'cas@delinde.example', '2025-06-01', NULL);
