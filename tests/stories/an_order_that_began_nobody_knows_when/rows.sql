INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');

INSERT INTO orders VALUES (1, 1, 'Kade 1', NULL, '2026-03-01');
INSERT INTO orders VALUES (2, 1, 'Kade 1', '2026-02-20', '2026-03-01');
