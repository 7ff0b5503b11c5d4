INSERT INTO guest_orders
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
SELECT i, 'Guest ' || i, 'g@delinde.example', NULL, 'Mug', '2026-01-01', '2026-01-02', NULL FROM n;
