INSERT INTO subscriptions VALUES (1, 'ann@delinde.example', '2026-06-01', '2026-06-01', NULL);
INSERT INTO subscriptions VALUES (2, 'bo@delinde.example', '2024-05-01', '2024-05-01', NULL);
