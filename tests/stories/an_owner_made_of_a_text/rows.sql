INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2026-05-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', '06-2', 'Dijk 2', '2026-05-10');
INSERT INTO contacts VALUES (1, 1, 'Cy', 'planner', 'cy@delinde.example', '2026-05-10', NULL);
INSERT INTO notes (id, about, said, noted_on) VALUES (1, 'customer,1', 'Ann rang', '2026-05-11');
INSERT INTO notes (id, about, said, noted_on) VALUES (2, 'customer,2', 'Bo rang', '2026-05-11');
INSERT INTO notes (id, about, said, noted_on) VALUES (3, 'contact,1', 'Cy rang', '2026-05-11');
