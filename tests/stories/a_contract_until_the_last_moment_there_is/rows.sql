INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');
INSERT INTO contracts VALUES (1, 1, 'Web', 'one.example', '2022-01-10', '9999-12-31 23:59:59');
