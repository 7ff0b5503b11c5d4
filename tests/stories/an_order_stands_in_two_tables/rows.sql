INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');

INSERT INTO orders VALUES (1, 1, 'Kade 1', '2026-01-02', '2026-01-10');
INSERT INTO orders VALUES (2, 1, 'Kade 1', '2026-01-02', '2026-01-11');
INSERT INTO order_lines VALUES (1, 1, 'Mug', 'ring twice');
INSERT INTO order_lines VALUES (2, 2, 'Mug', 'ring twice');
INSERT INTO guest_orders VALUES (1, 'Guus', 'guus@delinde.example', 'Plein 1', 'Mug', '2026-01-02', '2026-01-10', NULL);
INSERT INTO guest_orders VALUES (2, 'Hans', 'hans@delinde.example', 'Plein 2', 'Mug', '2026-01-02', '2026-01-11', NULL);
