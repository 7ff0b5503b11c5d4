INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2026-05-20');
INSERT INTO contacts VALUES (1, 9, 'Cas', 'buyer', 'cas@delinde.example', '2026-05-01', NULL);
INSERT INTO contacts VALUES (2, 1, 'Dee', 'buyer', 'dee@delinde.example', '2026-05-01', NULL);
