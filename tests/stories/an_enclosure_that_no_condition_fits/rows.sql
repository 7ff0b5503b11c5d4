INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', NULL);
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', NULL);
INSERT INTO enclosures VALUES (1, 'letter', 1, 'photo.png');
INSERT INTO enclosures VALUES (2, 'message', NULL, 'list.txt');
INSERT INTO enclosures VALUES (3, 'message', 9, 'map.png');
