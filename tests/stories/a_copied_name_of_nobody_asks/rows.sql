INSERT INTO members VALUES (1, 'Ann', 0, '2020-01-10', '2026-05-20');
INSERT INTO members VALUES (2, 'Bo', 0, '2020-01-10', NULL);
INSERT INTO boards VALUES (1, 'Tools', 3, 3, 0);
INSERT INTO topics VALUES (1, 1, 2, 'My saw is lost', 0, '2026-05-01', 1, 'Ann');
INSERT INTO topics VALUES (2, 1, 2, 'Tulips', 0, '2026-05-01', NULL, 'Di, long ago');
INSERT INTO topics VALUES (3, 1, 2, 'Roses', 0, '2026-05-01', NULL, NULL);
