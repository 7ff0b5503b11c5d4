INSERT INTO guest_orders VALUES (1, 'Guus', 'guus@delinde.example', 'Plein 1', 'Mug', '2026-04-01', '2026-04-05', NULL);
INSERT INTO guest_orders VALUES (2, 'Guus', '  GUUS@delinde.example ', 'Plein 1', 'Plate', '2026-04-01', '2026-04-05', NULL);
INSERT INTO guest_orders VALUES (3, 'Guus', 'Guus@Delinde.Example', 'Plein 1', 'Bowl', '2026-04-01', '2026-04-05', '2026-04-05');
INSERT INTO guest_orders VALUES (4, 'Guusje', 'guusje@delinde.example', 'Plein 1', 'Mug', '2026-04-01', '2026-04-05', NULL);
INSERT INTO guest_orders VALUES (5, 'Guus', NULL, 'Plein 1', 'Mug', '2026-04-01', '2026-04-05', NULL);
