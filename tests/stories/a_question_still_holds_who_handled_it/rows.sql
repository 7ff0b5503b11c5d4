INSERT INTO users VALUES (1, 'customer', 'Ann', '2020-01-10', NULL);
INSERT INTO users VALUES (2, 'staff', 'Cy', '2020-01-10', '2025-03-20');
INSERT INTO tickets VALUES (1, 1, 2, 'Where is my order?', '2026-04-10', '2026-05-10');
