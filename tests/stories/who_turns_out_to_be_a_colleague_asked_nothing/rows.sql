INSERT INTO users VALUES (1, 'customer', 'Ann', '2015-01-10', '2020-01-10');
INSERT INTO users VALUES (2, 'customer', 'Bo', '2015-01-10', '2020-01-10');
INSERT INTO pictures VALUES (1, 1, 'Ann in the garden');
INSERT INTO pictures VALUES (2, 2, 'Bo in the garden');
