INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2024-05-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', '06-2', 'Dijk 2', '2024-05-10');
INSERT INTO contracts VALUES (1, 1, 'hosting', 'ann.example', '2024-05-10', NULL);
INSERT INTO contracts VALUES (2, 2, 'hosting', 'bo.example', '2024-05-10', '2025-12-31');
INSERT INTO circles VALUES (1, 'Gardens');
INSERT INTO circles VALUES (2, 'Sheds');
INSERT INTO members VALUES (1, 1);
INSERT INTO members VALUES (2, 1);
INSERT INTO members VALUES (1, 2);
