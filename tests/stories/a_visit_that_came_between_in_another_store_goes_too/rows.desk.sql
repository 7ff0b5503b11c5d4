INSERT INTO visits VALUES (1, 1, 'The lift was oiled');
