INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');

INSERT INTO guest_orders VALUES (1, 'Ann', 'ann@delinde.example', 'Kade 1', 'Mug', '2026-04-01', '2026-04-05', NULL);
