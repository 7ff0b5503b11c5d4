INSERT INTO guest_orders VALUES (1, 'Guus', 'guus@delinde.example', 'Plein 1', 'Mug', NULL, '2026-02-01', NULL);
INSERT INTO guest_orders VALUES (2, 'Hans', 'hans@delinde.example', 'Plein 2', 'Mug', '2025-12-01', '2026-02-01', NULL);
INSERT INTO guest_orders VALUES (3, 'Ina', 'ina@delinde.example', 'Plein 3', 'Mug', NULL, '2026-05-01', NULL);
INSERT INTO guest_orders VALUES (4, 'Jo', 'jo@delinde.example', 'Plein 4', 'Mug', NULL, '2025-11-01', NULL);
