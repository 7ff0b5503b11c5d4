INSERT INTO guest_orders VALUES (1, 'Guus', NULL, 'Plein 1', 'Mug', '2024-01-02', '2024-01-05', NULL);
INSERT INTO guest_orders VALUES (2, 'Guus', NULL, 'Plein 1', 'Mug', '2024-01-02', '2024-01-05', '2024-01-05');
