INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');
INSERT INTO contracts VALUES (1, 1, 'Web', 'ann.example', '2022-01-10', NULL);
INSERT INTO contacts VALUES
    (1, 1, 'Cas', 'buyer', 'cas@delinde.example', '2026-03-02', NULL),
    (2, 1, 'Dee', 'manager', 'dee@delinde.example', '2026-03-01', NULL);
