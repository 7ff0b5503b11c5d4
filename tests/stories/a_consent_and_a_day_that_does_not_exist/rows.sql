INSERT INTO vacancies VALUES (1, 'Baker', '2025-12-01', NULL, '2026-02-30', NULL);
INSERT INTO applications VALUES (1, 1, 'Ann', 'ann@delinde.example', 'Dear', '2026-05-10', NULL, NULL, '2026-05-20', NULL);
