INSERT INTO vacancies VALUES (1, 'Baker', '2025-12-01', NULL, NULL, NULL);
INSERT INTO vacancies VALUES (2, 'Miller', '2025-12-01', '2026-03-02', NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Ann', 'ann@delinde.example', 'Dear', '2026-01-08', NULL, NULL, NULL, NULL, NULL);
INSERT INTO applications VALUES (2, 1, 'Bo', 'bo@delinde.example', 'Dear', '2026-01-08', '2026-01-10', NULL, NULL, NULL, NULL);
INSERT INTO applications VALUES (3, 1, 'Cy', 'cy@delinde.example', 'Dear', '2026-07-08', '2026-07-10', NULL, NULL, NULL, NULL);
INSERT INTO applications VALUES (4, 2, 'Dee', 'dee@delinde.example', 'Dear', '2026-01-08', NULL, NULL, NULL, NULL, NULL);
