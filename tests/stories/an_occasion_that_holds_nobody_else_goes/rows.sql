INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', '2026-06-01');
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', '2026-06-01');
INSERT INTO members VALUES (3, 'Cas', 'cas@delinde.example', '2020-01-10', NULL);

INSERT INTO invitations VALUES (1, 1, 1, 'Ann'), (2, 2, 3, 'Cas');
