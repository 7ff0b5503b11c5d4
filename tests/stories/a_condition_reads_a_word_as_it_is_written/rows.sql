INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', NULL);
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', NULL);
INSERT INTO messages VALUES (1, 1, 2, 'Ann', 'Bo', 'Look', '2025-01-01');
INSERT INTO enclosures VALUES (1, 'message', 1, 'photo.png');
INSERT INTO enclosures VALUES (2, 'Message', 1, 'list.txt');
INSERT INTO enclosures VALUES (3, 'message ', 1, 'map.png');
