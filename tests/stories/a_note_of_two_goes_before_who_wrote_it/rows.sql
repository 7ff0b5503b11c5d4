INSERT INTO agents VALUES (1, 'Cas', '2020-01-10', '2026-05-01');
INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', NULL);
INSERT INTO invitations VALUES (1, 'knows Cas from school', 1, 1, 'Cas', 'Ann');
