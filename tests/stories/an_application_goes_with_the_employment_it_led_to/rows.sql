INSERT INTO vacancies VALUES (1, 'Baker', '2025-12-01', '2026-03-02', NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Ann', 'ann@delinde.example', 'Dear', '2026-01-10', NULL, '2026-02-20', NULL, NULL);
INSERT INTO applications VALUES (2, 1, 'Bo', 'bo@delinde.example', 'Dear', '2026-01-10', NULL, NULL, NULL, NULL);
INSERT INTO applications VALUES (3, 1, 'Cas', 'cas@delinde.example', 'Dear', '2026-01-10', NULL, '2026-02-20', NULL, NULL);
INSERT INTO employees VALUES (1, 1, 'Ann', 'ann@delinde.example', 'baker', '2026-05-01', '2028-09-30');
INSERT INTO employees VALUES (3, 3, 'Cas', 'cas@delinde.example', 'baker', '2026-05-01', '2027-09-30');
INSERT INTO employees VALUES (4, 3, 'Cas', 'cas@delinde.example', 'baker', '2028-05-01', '2029-06-30');
