INSERT INTO vacancies VALUES (1, 'Baker', '2025-12-01', NULL, NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Ann', 'ann@delinde.example', 'Dear', '2026-01-10', NULL, 'soon', '2026-09-10', NULL);
INSERT INTO employees VALUES (1, 1, 'Ann', 'ann@delinde.example', 'baker', '2026-02-20', '2026-08-01');
