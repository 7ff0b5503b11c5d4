INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2026-05-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', '06-2', 'Dijk 2', '2026-05-10');
INSERT INTO customers VALUES (3, 'K3', 'Cy', 'cy@delinde.example', '06-3', 'Pad 3', '2026-05-10');
INSERT INTO sent VALUES (1, 1, 'ann@delinde.example');
INSERT INTO sent VALUES (2, 3, 'cy@delinde.example');
