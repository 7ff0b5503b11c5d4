INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', '2025-01-20'), (2, 'Bo', 'bo@delinde.example', '2020-01-10', NULL);
INSERT INTO invitations
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 21)
SELECT i, 1, 2, NULL, 'Bo' FROM n;
