INSERT INTO members VALUES (1, 'member', 'Ann', 'ann@delinde.example', '2020-01-10', '2025-01-31');
INSERT INTO members VALUES (2, 'robot', 'Desk', NULL, '2020-01-10', 'soon');

INSERT INTO invitations VALUES (1, 2, 1, 'Ann');
