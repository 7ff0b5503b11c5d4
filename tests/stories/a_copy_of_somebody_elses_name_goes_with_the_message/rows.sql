INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', NULL);
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', NULL);
INSERT INTO members VALUES (3, 'Cy', 'cy@delinde.example', '2020-01-10', NULL);
INSERT INTO messages VALUES (1, 1, 2, 'Ann', 'Bo', 'The key is under the mat', '2025-01-10');
INSERT INTO tickets VALUES (1, 3, 1, 'Bo', 'Whose key is that?', '2026-04-10', NULL);
