INSERT INTO vacancies VALUES (1, 'Baker', '2025-12-01', '2026-03-02', NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Ann', 'ann@delinde.example', 'Dear', '2026-01-10', NULL, NULL, '2026-03-10', '2026-04-01');
INSERT INTO applications VALUES (2, 1, 'Bo', 'bo@delinde.example', 'Dear', '2026-01-10', NULL, NULL, '2026-03-10', '2026-03-05');
INSERT INTO applications VALUES (3, 1, 'Cas', 'cas@delinde.example', 'Dear', '2026-01-10', NULL, NULL, '2026-03-10', '2026-03-10');
INSERT INTO applications VALUES (4, 1, 'Dee', 'dee@delinde.example', 'Dear', '2026-01-10', NULL, NULL, '2026-03-10', '2026-05-01');
