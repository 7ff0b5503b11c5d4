INSERT INTO vacancies VALUES (1, 'Baker', '2025-12-01', '2026-11-27', NULL, NULL);
INSERT INTO vacancies VALUES (2, 'Baker', '2025-12-01', '2026-11-28', NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Ann', 'ann@delinde.example', 'Dear', '2026-10-10', NULL, NULL, NULL, NULL);
INSERT INTO applications VALUES (2, 2, 'Bo', 'bo@delinde.example', 'Dear', '2026-10-10', NULL, NULL, NULL, NULL);
