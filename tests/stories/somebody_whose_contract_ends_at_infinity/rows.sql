INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');
INSERT INTO contracts VALUES (1, 1, 'Web', 'one.example', '2022-01-10', 'infinity');
INSERT INTO contracts VALUES (2, 1, 'Web', 'two.example', '2022-01-10', '-infinity');
INSERT INTO contracts VALUES (3, 1, 'Web', 'three.example', '2022-01-10', '2026-05-01');
INSERT INTO contracts VALUES (4, 1, 'Web', 'four.example', '-infinity', '2026-05-01');
INSERT INTO invoices VALUES (1, 'F1', 1, NULL, 'Ann', 'Kade 1', 'ann@delinde.example', 'infinity');
INSERT INTO invoices VALUES (2, 'F2', 1, NULL, 'Ann', 'Kade 1', 'ann@delinde.example', '2024-02-01');
