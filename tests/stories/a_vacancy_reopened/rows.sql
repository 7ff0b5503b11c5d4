INSERT INTO vacancies VALUES (1, 'Baker', '2025-06-01', NULL, NULL, '2026-03-20');
INSERT INTO applications VALUES (1, 1, 'Ann', 'ann@delinde.example', 'Dear', '2026-02-01', NULL, NULL, NULL, NULL);
INSERT INTO applications VALUES (2, 1, 'Bo', 'bo@delinde.example', 'Dear', '2025-10-01', NULL, NULL, NULL, NULL);
