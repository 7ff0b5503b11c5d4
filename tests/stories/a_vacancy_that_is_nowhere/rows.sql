INSERT INTO applications VALUES (1, 99, 'Ann', 'ann@delinde.example', 'Dear', '2026-01-10', NULL, NULL, NULL, NULL);
INSERT INTO applications VALUES (2, 99, 'Bo', 'bo@delinde.example', 'Dear', '2025-11-10', NULL, NULL, NULL, NULL);
