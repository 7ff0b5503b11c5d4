INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', '2026-05-20');
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', NULL);
INSERT INTO invitations VALUES (1, 1, 2, 'Ann', 'Bo');
INSERT INTO invitations VALUES (2, 1, NULL, 'Ann', NULL);
