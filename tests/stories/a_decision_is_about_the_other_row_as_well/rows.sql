INSERT INTO vacancies VALUES (1, 'Baker', '2025-12-01', NULL, NULL, '2026-03-20');
INSERT INTO vacancies VALUES (2, 'Miller', '2025-12-01', NULL, NULL, '2026-03-20');
INSERT INTO applications VALUES (1, 1, 'Ann', 'ann@delinde.example', 'Dear', '2026-01-10', NULL, NULL, NULL, NULL);
INSERT INTO applications VALUES (2, 2, 'Bo', 'bo@delinde.example', 'Dear', '2026-01-10', NULL, NULL, NULL, NULL);
