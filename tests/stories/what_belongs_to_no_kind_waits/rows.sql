INSERT INTO users VALUES (1, 'customer', 'Ann', '2020-01-10', '2026-03-20');
INSERT INTO users VALUES (3, 'staff', 'Cy', '2020-01-10', NULL);
INSERT INTO users VALUES (5, 'robot', 'nightly import', '2020-01-10', NULL);
INSERT INTO pictures VALUES (1, 1, 'Ann in 2020');
INSERT INTO pictures VALUES (3, 3, 'Cy in 2020');
INSERT INTO pictures VALUES (5, 5, 'a cogwheel');
