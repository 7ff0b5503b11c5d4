INSERT INTO visits VALUES (1, 1, 'New cable');
INSERT INTO visits VALUES (2, 2, 'New plug');
