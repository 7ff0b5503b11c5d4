INSERT INTO users VALUES (1, 'customer', 'Ann', '2020-01-10', NULL);
INSERT INTO users VALUES (2, 'staff', 'Bo', '2020-01-10', NULL);
INSERT INTO users VALUES (3, 'staff', 'Cy', '2020-01-10', '2025-03-20');
INSERT INTO pictures VALUES (1, 1, 2, 'Ann in 2020');
INSERT INTO pictures VALUES (2, 1, 3, 'Ann in 2021');
