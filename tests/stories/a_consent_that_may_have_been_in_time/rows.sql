INSERT INTO vacancies VALUES (1, 'Baker', '2025-12-01', 'soon', NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Ann', 'ann@delinde.example', 'Dear', '2026-01-10', NULL, NULL, '2026-03-10', NULL);
