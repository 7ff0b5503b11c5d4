INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2026-06-21', NULL);
INSERT INTO tickets VALUES (1, 1, 'no water', '2026-04-01', '2026-05-01');
INSERT INTO tickets VALUES (2, 1, 'no light', '2026-06-01', NULL);
