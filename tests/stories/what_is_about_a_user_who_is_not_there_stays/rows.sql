INSERT INTO users VALUES (1, 'customer', 'Ann', '2020-01-10', NULL);
INSERT INTO users VALUES (2, 'staff', 'Cy', '2020-01-10', NULL);
INSERT INTO tickets VALUES (1, 1, NULL, 'Where is my order?', '2026-04-10', NULL);
INSERT INTO answers VALUES (1, 1, 2, 'Cy', 'It left us on Monday');
INSERT INTO answers VALUES (2, 1, 9, 'Dee', 'It should be there now');
