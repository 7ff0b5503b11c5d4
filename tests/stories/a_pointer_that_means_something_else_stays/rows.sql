INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', NULL);
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', '2021-01-10');
INSERT INTO invitations VALUES (1, 1, 2, 'Ann', 'member', 'Bo');
INSERT INTO invitations VALUES (2, 1, 17, 'Ann', 'table', NULL);
