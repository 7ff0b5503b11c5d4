INSERT INTO members VALUES (1, 'Ann', 0, '2020-01-10', NULL);
INSERT INTO members VALUES (2, 'Bo', 0, '2020-01-10', NULL);
INSERT INTO members VALUES (3, 'Bo', 0, '2020-01-10', NULL);
INSERT INTO boards VALUES (1, 'Tools', 2, 2, 0);
INSERT INTO topics VALUES (1, 1, 1, 'Tulips', 0, '2026-05-01', 2, 'Bo');
INSERT INTO topics VALUES (2, 1, 1, 'Roses', 0, '2026-05-01', 3, 'Bo');
