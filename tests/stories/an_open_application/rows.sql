INSERT INTO applications VALUES (1, NULL, 'Ann', 'ann@delinde.example', 'Dear', '2026-01-15', NULL, NULL, NULL, NULL);
INSERT INTO applications VALUES (2, NULL, 'Bo', 'bo@delinde.example', 'Dear', '2026-01-16', NULL, NULL, NULL, NULL);
