INSERT INTO visits VALUES (1, 7, 'New cable');
