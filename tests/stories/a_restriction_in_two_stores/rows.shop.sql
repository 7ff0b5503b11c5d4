INSERT INTO customers VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10');
INSERT INTO customers VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10');
INSERT INTO contracts VALUES (1, 1, 'Web', '2022-01-10', '2026-05-01');
INSERT INTO contracts VALUES (3, 2, 'Mail', '2022-01-10', '2026-05-01');
