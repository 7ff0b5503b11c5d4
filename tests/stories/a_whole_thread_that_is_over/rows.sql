INSERT INTO members VALUES (1, 'Ann', NULL, NULL, '2020-01-10', NULL);
INSERT INTO posts VALUES (1, 1, NULL, NULL, 'First', '2025-01-01');
INSERT INTO posts VALUES (2, 1, 1, NULL, 'Second', '2025-01-02');
INSERT INTO posts VALUES (3, 1, 2, 1, 'Third', '2025-01-03');
INSERT INTO posts VALUES (4, 1, 4, NULL, 'About itself', '2025-01-04');
INSERT INTO posts VALUES (5, 1, 6, NULL, 'Chicken', '2025-01-05');
INSERT INTO posts VALUES (6, 1, 5, NULL, 'Egg', '2025-01-05');
INSERT INTO posts VALUES (7, 1, 3, NULL, 'Much later', '2026-05-05');
INSERT INTO posts VALUES (8, 1, 7, 7, 'And later still', '2026-05-06');
