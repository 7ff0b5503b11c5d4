INSERT INTO vacancies VALUES (1, 'Baker', '2023-12-01', '2024-03-02', NULL, NULL);
INSERT INTO vacancies VALUES (2, 'Cook', '2023-12-01', '2025-03-10', NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Ann', 'ann@delinde.example', 'Dear', '2024-01-10', NULL, NULL, 'long ago', '2025-03-15', NULL);
INSERT INTO applications VALUES (2, 2, 'Bo', 'bo@delinde.example', 'Dear', '2024-01-10', NULL, NULL, 'long ago', '2025-03-15', NULL);
INSERT INTO applications VALUES (3, 1, 'Cor', 'cor@delinde.example', 'Dear', '2024-01-10', NULL, NULL, NULL, '2025-03-15', NULL);
