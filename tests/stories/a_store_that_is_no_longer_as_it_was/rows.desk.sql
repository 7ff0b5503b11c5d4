INSERT INTO visits VALUES (3, 3, 'New cable');
