INSERT INTO customers VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10');
INSERT INTO contracts VALUES (1, 1, 'Lift', 'gast@b.example', '2025-01-02', '2026-04-15');
