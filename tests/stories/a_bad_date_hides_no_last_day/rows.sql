INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', '06-2', 'Kade 2', '2020-01-10');
INSERT INTO contracts VALUES (1, 1, 'Web', 'ann.example', '2022-01-10', '0000-00-00');
INSERT INTO contracts VALUES (2, 2, 'Web', 'bo.example', '2022-01-10', '2026-05-01');
INSERT INTO vacancies VALUES (1, 'Baker', '2026-01-01', '0000-00-00', NULL, NULL), (2, 'Smith', '2026-01-01', '2026-05-20', NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Cas', 'cas@delinde.example', 'Dear', '2026-01-10', NULL, NULL, NULL, NULL);
INSERT INTO applications VALUES (2, 2, 'Dee', 'dee@delinde.example', 'Dear', '2026-01-10', NULL, NULL, NULL, NULL);
