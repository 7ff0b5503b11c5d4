INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', NULL);
INSERT INTO messages VALUES (1, NULL, NULL, NULL, NULL, 'Hello all', '2026-05-01');
INSERT INTO messages VALUES (2, NULL, NULL, NULL, NULL, 'Hello to all', '2024-05-01');
INSERT INTO tickets VALUES (1, NULL, NULL, 'It does not start', '2026-01-10', NULL);
INSERT INTO tickets VALUES (2, NULL, NULL, 'It does not stop', '2024-01-10', '2024-02-10');
INSERT INTO tickets VALUES (3, 1, NULL, 'It does not turn', '2026-01-10', NULL);
INSERT INTO tickets VALUES (4, NULL, 'gast@b.example', 'It does not rest', '2026-01-10', NULL);
