INSERT INTO vacancies VALUES (1, 'Baker', '2025-12-01', '2026-03-02', NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Ann', 'ann@delinde.example', 'Dear', '2026-01-10', NULL, '2026-02-20', NULL, NULL);
INSERT INTO applications VALUES (2, 1, 'Bo', 'bo@delinde.example', 'Dear', '2026-01-10', NULL, NULL, NULL, NULL);
