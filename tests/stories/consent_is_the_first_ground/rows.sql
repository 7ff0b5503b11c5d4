INSERT INTO subscriptions VALUES (1, 'ann@delinde.example', '2025-01-01', '2025-01-02', NULL);
INSERT INTO subscriptions VALUES (2, 'bo@delinde.example', '2025-01-01', '2025-01-02', '2026-05-31');
INSERT INTO subscriptions VALUES (3, 'cas@delinde.example', '2024-05-31', '2024-06-01', NULL);
INSERT INTO subscriptions VALUES (4, 'dee@delinde.example', '2025-01-01', NULL, NULL);
