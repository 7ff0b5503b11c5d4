INSERT INTO agents VALUES (1, 'Cas', '2020-01-10', NULL);
INSERT INTO tickets VALUES (1, 'gast@b.example', 'An odd noise', '2026-01-02', '2026-01-20');
INSERT INTO answers VALUES (1, 1, 1, 'Cas', 'It is the fan', '2026-01-04');
INSERT INTO subjects VALUES (1, 1);
