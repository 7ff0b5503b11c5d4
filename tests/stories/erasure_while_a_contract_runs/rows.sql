INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', '06-2', 'Kade 2', '2020-01-10');
INSERT INTO orders VALUES (1, 1, 'Kade 9', '2026-03-20', '2026-04-01');
INSERT INTO order_lines VALUES (1, 1, 'Mug', 'ring twice');

INSERT INTO contracts VALUES (1, 1, 'Web', 'ann.example', '2022-01-10', NULL);
INSERT INTO orders VALUES (2, 2, 'Kade 2', '2026-03-20', '2026-04-01');
