INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2026-05-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', '06-2', 'Dijk 2', '2026-05-10');
INSERT INTO heard (id, told, heard_on) VALUES (1, '{"customer": 1, "said": "Ann rang"}', '2026-05-10');
INSERT INTO heard (id, told, heard_on) VALUES (2, '{"customer": 2, "said": "Bo rang"}', '2026-05-10');
INSERT INTO heard (id, told, heard_on) VALUES (3, '{"said": "somebody rang"}', '2026-05-10');
