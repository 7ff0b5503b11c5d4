INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', NULL);
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', '2026-01-10');
INSERT INTO invitations VALUES (1, 1, 2, 'member', 'Ann', 'Bo');
INSERT INTO invitations VALUES (2, 1, 2, 'note', 'Ann', NULL);
INSERT INTO invitations VALUES (3, 1, 9, 'member', 'Ann', NULL);
