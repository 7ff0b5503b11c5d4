INSERT INTO users VALUES (1, 'customer', 'Ann', '2020-01-10', '2026-01-10', 'soon');
INSERT INTO users VALUES (2, 'staff', 'Bo', '2020-01-10', '2025-01-10', 'soon');
INSERT INTO users VALUES (3, 'customer', 'Cy', '2020-01-10', '2026-01-10', '2025-01-10');
INSERT INTO users VALUES (4, 'customer', 'Dee', '2020-01-10', '2026-01-10', NULL);
