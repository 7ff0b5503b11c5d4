INSERT INTO customers VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10');
INSERT INTO customers VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10');

INSERT INTO contracts VALUES (1, 1, 'Web', NULL, '2026-04-01');
INSERT INTO contracts VALUES (2, 2, 'Web', NULL, '2026-04-01');
