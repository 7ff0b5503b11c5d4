INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', '06-2', 'Kade 2', '2020-01-10');

INSERT INTO orders VALUES (1, 1, 'Kade 1', NULL, '2026-03-01');
INSERT INTO orders VALUES (2, 2, 'Kade 2', NULL, '2026-03-01');
