INSERT INTO customers VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10');
INSERT INTO contracts VALUES (1, 1, 'Web', '2022-01-10', NULL);
INSERT INTO contracts VALUES (2, 1, 'Mail', '2022-01-10', '2026-03-01');
