INSERT INTO vacancies VALUES (1, 'Baker', '2023-12-01', '2024-03-02', NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Ann', 'ann@delinde.example', 'Dear', '2024-01-10', NULL, NULL, '2024-03-20', '2025-03-15', NULL);
INSERT INTO applications VALUES (2, 1, 'Bo', 'bo@delinde.example', 'Dear', '2024-01-10', NULL, NULL, NULL, '2025-03-15', NULL);
INSERT INTO applications VALUES (3, 1, 'Cor', 'cor@delinde.example', 'Dear', '2024-01-10', NULL, NULL, '2024-04-10', '2025-03-15', NULL);
INSERT INTO applications VALUES (4, 1, 'Dee', 'dee@delinde.example', 'Dear', '2024-01-10', NULL, NULL, '2024-03-20', '2025-03-15', '2024-06-01');
INSERT INTO applications VALUES (5, 1, 'Eva', 'eva@delinde.example', 'Dear', '2024-01-10', NULL, NULL, '2025-05-01', '2025-03-15', NULL);
INSERT INTO applications VALUES (6, 1, 'Fay', 'fay@delinde.example', 'Dear', '2024-01-10', NULL, NULL, '2024-03-20', '2024-12-15', NULL);
INSERT INTO applications VALUES (7, 1, 'Gus', 'gus@delinde.example', 'Dear', '2024-01-10', NULL, NULL, '2024-03-20', '2025-03-15', '2025-03-15');
