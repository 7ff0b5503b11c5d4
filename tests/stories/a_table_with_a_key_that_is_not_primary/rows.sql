INSERT INTO members VALUES (1, 'Ann', 0, '2020-01-10', '2026-05-20');
INSERT INTO members VALUES (2, 'Bo', 0, '2020-01-10', NULL);
INSERT INTO boards VALUES (1, 'Tools', 0, 0, 2);
INSERT INTO boards VALUES (2, 'Garden', 0, 0, 1);
INSERT INTO likes VALUES (1, 2, 'Helpful', '2026-05-04');
INSERT INTO likes VALUES (1, 1, 'Helpful', '2026-05-04');
INSERT INTO likes VALUES (2, 1, NULL, '2026-05-04');
