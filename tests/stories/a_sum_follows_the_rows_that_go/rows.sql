INSERT INTO members VALUES (1, 'Ann', 0, '2020-01-10', '2026-05-20');
INSERT INTO members VALUES (2, 'Bo', 0, '2020-01-10', NULL);
INSERT INTO boards VALUES (1, 'Tools', 0, 0, 2, 8, 50);
INSERT INTO boards VALUES (2, 'Garden', 0, 0, 1, 4, 4);
INSERT INTO boards VALUES (3, 'Roofs', 0, 0, 1, 99, 99);
INSERT INTO likes VALUES (1, 1, 'Helpful', 3, '2026-05-04');
INSERT INTO likes VALUES (1, 2, 'Helpful', 5, '2026-05-04');
INSERT INTO likes VALUES (2, 1, 'Lovely', -4, '2026-05-04');
INSERT INTO likes VALUES (3, 2, 'High', 2, '2026-05-04');
