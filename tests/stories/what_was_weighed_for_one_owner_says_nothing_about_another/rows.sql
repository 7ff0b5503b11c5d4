INSERT INTO members VALUES
    (1, 'Ann', 'ann@delinde.example', '2020-01-10', '2025-01-10'),
    (2, 'Bo', 'bo@delinde.example', '2020-01-10', NULL);
INSERT INTO messages VALUES (1, 1, 2, 'Ann', 'Bo', 'The key is under the mat.', '2026-02-01');
