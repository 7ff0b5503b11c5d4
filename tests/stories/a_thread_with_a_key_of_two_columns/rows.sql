INSERT INTO members VALUES (1, 'Ann', NULL, NULL, '2020-01-10', NULL);
INSERT INTO posts VALUES (1, 1, 1, NULL, 'First', '2025-01-01');
INSERT INTO posts VALUES (1, 2, 1, 1, 'Second', '2025-01-02');
INSERT INTO posts VALUES (1, 3, 1, 2, 'Much later', '2026-05-05');
INSERT INTO posts VALUES (2, 1, 1, NULL, 'Elsewhere', '2026-05-05');
INSERT INTO posts VALUES (2, 2, 1, 1, 'To that', '2026-05-06');
