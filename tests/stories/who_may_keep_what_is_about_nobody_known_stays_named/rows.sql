INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', '2021-01-10');
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', 'soon');
INSERT INTO members VALUES (4, 'Dee', 'dee@delinde.example', '2020-01-10', NULL);
INSERT INTO invitations VALUES (1, 1, 2, NULL, 'Cy', 'Welcome, both of you');
INSERT INTO invitations VALUES (2, 1, 2, 4, 'Dee', 'Welcome, all of you');
