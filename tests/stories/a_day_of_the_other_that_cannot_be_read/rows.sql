INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', '2026-06-01');
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', 'soon');
INSERT INTO invitations VALUES (1, 1, 2, 'Ann', 'Bo');
