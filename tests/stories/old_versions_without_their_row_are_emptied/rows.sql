INSERT INTO members VALUES (1, 'Ann', 0, '2020-01-10', '2026-05-20');
INSERT INTO members VALUES (2, 'Bo', 1, '2020-01-10', NULL);
INSERT INTO members_past VALUES (1, 1, 'Anne', '2020-01-10', 'insert', '2020-01-10');
INSERT INTO members_past VALUES (3, 2, 'Bob', '2020-01-10', 'insert', '2020-01-10');
INSERT INTO members_past VALUES (4, 9, 'Di', NULL, 'delete', '2022-01-10');
