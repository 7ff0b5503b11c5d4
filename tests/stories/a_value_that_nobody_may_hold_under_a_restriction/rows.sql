INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');
INSERT INTO contacts VALUES (1, 1, 'Cas', 'buyer', 'cas@delinde.example', '2024-02-01', NULL);
INSERT INTO contacts VALUES (2, 1, 'Dee', 'buyer', 'dee@delinde.example', '2024-02-01', NULL);
INSERT INTO contracts VALUES (1, 1, 'Web', 'ann.example', '2024-01-10', NULL, 1, 'cas@delinde.example');
INSERT INTO contracts VALUES (2, 1, 'Web', 'dee.example', '2024-01-10', NULL, 2, 'dee@delinde.example');
