INSERT INTO users VALUES (1, 'customer', 'Ann', '2020-01-10', '2026-03-20');
INSERT INTO users VALUES (2, 'customer', 'Bo', '2020-01-10', NULL);
INSERT INTO users VALUES (3, 'staff', 'Cy', '2020-01-10', '2026-03-20');
INSERT INTO users VALUES (4, 'manager', 'Di', '2020-01-10', '2025-03-20');
INSERT INTO users VALUES (5, 'robot', 'nightly import', '2020-01-10', NULL);
INSERT INTO tickets VALUES (1, 1, 3, 'Where is my order?', '2026-01-10', '2026-01-20');
INSERT INTO tickets VALUES (2, 2, 3, 'Where is mine?', '2026-04-10', '2026-04-20');
