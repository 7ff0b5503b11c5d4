INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');

INSERT INTO contracts VALUES (1, 1, 'Web', 'ann.example', '2020-01-10', NULL);
INSERT INTO contacts VALUES (1, 1, 'Cas', 'buyer', 'cas@delinde.example', '2020-02-01', '0000-00-00');
INSERT INTO contacts VALUES (2, 1, 'Dee', 'buyer', 'dee@delinde.example', '2020-02-01', NULL);
