INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', NULL);
INSERT INTO agents VALUES (1, 'Cas', '2020-01-10', NULL);
INSERT INTO desks VALUES (1, 1, 'Cas at the door');
INSERT INTO invitations VALUES (1, 1, 1, 'Ann', 'Cas');
INSERT INTO invitations VALUES (2, 1, 99, 'Ann', 'Dee');
