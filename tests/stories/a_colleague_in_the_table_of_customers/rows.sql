INSERT INTO users VALUES (1, 'customer', 'Ann', '2020-01-10', '2026-05-20');
INSERT INTO users VALUES (2, 'staff', 'Cy', '2020-01-10', '2026-05-20');
INSERT INTO tickets VALUES (1, 1, 2, 'Where is my order?', '2026-05-10', '2026-05-20');
INSERT INTO tickets VALUES (2, 2, NULL, 'My chair is broken', '2026-05-10', '2026-05-20');
