INSERT INTO vacancies VALUES (1, 'Baker', '2025-12-01', '2026-01-12', NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Ann', 'ann@delinde.example', 'Dear', NULL, NULL, NULL, '2026-02-20', NULL);
INSERT INTO applications VALUES (2, 1, 'Bo', 'bo@delinde.example', 'Dear', '2025-12-10', NULL, NULL, '2026-02-20', NULL);
INSERT INTO applications VALUES (3, 1, 'Cor', 'cor@delinde.example', 'Dear', NULL, NULL, NULL, '2026-01-20', NULL);
INSERT INTO applications VALUES (4, 1, 'Dee', 'dee@delinde.example', 'Dear', '2026-01-02', NULL, NULL, '2026-02-20', NULL);
