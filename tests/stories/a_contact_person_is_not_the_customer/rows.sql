INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');

INSERT INTO contracts VALUES (1, 1, 'Web', 'ann.example', '2024-01-10', NULL);
INSERT INTO contacts VALUES (1, 1, 'Cas', 'buyer', 'cas@delinde.example', '2024-02-01', '2025-12-31');
INSERT INTO contacts VALUES (2, 1, 'Dee', 'buyer', 'dee@delinde.example', '2024-02-01', '2026-01-01');
INSERT INTO contacts VALUES (3, 1, 'Eva', 'buyer', 'eva@delinde.example', '2024-02-01', '2026-01-02');
INSERT INTO contacts VALUES (4, 1, 'Fay', 'buyer', 'fay@delinde.example', '2024-02-01', NULL);
