INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2020-01-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', NULL, NULL, '2027-05-10');
INSERT INTO customers VALUES (3, 'K3', 'Cy', 'cy@delinde.example', NULL, NULL, '2020-01-10');
INSERT INTO employees VALUES (1, NULL, 'Ann', NULL, 'baker', 'K1', '2020-05-01', '2026-12-15');
INSERT INTO employees VALUES (2, NULL, 'Ann', 'ann@delinde.example', 'cook', NULL, '2020-05-01', '2026-12-15');
INSERT INTO employees VALUES (3, NULL, 'Cy', NULL, 'cook', 'K3', '2020-05-01', '2026-12-15');
INSERT INTO employees VALUES (4, NULL, 'Di', NULL, 'cook', 'K3', '2020-05-01', '2026-12-15');
INSERT INTO employees VALUES (5, NULL, 'Bo', NULL, 'cook', 'K2', '2020-05-01', '2026-12-15');
