INSERT INTO vacancies VALUES (1, 'Baker', '2025-12-01', '2026-03-02', NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Ann', 'ann@delinde.example', 'Dear', '2026-01-10', NULL, '0000-00-00', NULL, NULL);
INSERT INTO applications VALUES (2, 1, 'Bo', 'bo@delinde.example', 'Dear', '2026-01-10', NULL, NULL, NULL, NULL);

INSERT INTO guest_orders VALUES (1, 'Guus', 'guus@delinde.example', 'Plein 1', 'Mug', '2025-01-02', '2025-01-05', 'yes');
INSERT INTO guest_orders VALUES (2, 'Hans', 'hans@delinde.example', 'Plein 2', 'Mug', '2025-01-02', '2025-01-05', NULL);
