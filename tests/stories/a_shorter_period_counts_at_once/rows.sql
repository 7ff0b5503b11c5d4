INSERT INTO guest_orders VALUES (1, 'Guus', 'guus@delinde.example', 'Plein 1', 'Mug', '2025-09-01', '2025-10-01', NULL);
INSERT INTO guest_orders VALUES (2, 'Hans', 'hans@delinde.example', 'Plein 2', 'Mug', '2025-09-01', '2025-12-01', NULL);
