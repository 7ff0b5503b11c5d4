INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', '06-2', 'Kade 2', '2020-01-10');

INSERT INTO orders VALUES (1, 99, 'Kade 1', '2018-03-01', '2018-03-04');
INSERT INTO orders VALUES (2, NULL, 'Kade 1', '2018-03-01', '2018-03-04');
INSERT INTO orders VALUES (3, 99, 'Kade 1', '2026-03-01', '2026-03-04');
INSERT INTO orders VALUES (4, NULL, 'Kade 1', '2026-03-01', '2026-03-04');
INSERT INTO contacts VALUES (1, 99, 'Cas', 'buyer', 'cas@delinde.example', '2020-02-01', NULL);
INSERT INTO contracts VALUES (1, 2, 'Web', 'bo.example', '2022-01-10', NULL);
