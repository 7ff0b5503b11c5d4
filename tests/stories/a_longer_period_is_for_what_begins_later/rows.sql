INSERT INTO guest_orders VALUES (1, 'Guus', 'guus@delinde.example', 'Plein 1', 'Mug', '2025-06-01', '2025-10-10', NULL);
INSERT INTO guest_orders VALUES (2, 'Hans', 'hans@delinde.example', 'Plein 2', 'Mug', '2025-12-31', '2026-01-05', NULL);
INSERT INTO guest_orders VALUES (3, 'Ilse', 'ilse@delinde.example', 'Plein 3', 'Mug', '2026-01-01', '2026-01-05', NULL);
