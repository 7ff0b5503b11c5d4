INSERT INTO visits VALUES (1, 1, 'New cable', '2023-01-10');
INSERT INTO visits VALUES (2, 2, 'Old cable', '2020-01-10');
