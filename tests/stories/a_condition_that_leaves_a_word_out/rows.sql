INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', '2026-05-20');
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', NULL);
INSERT INTO messages VALUES (1, 1, NULL, 'Ann', NULL, 'Buy a ladder', '2026-05-01');
INSERT INTO tickets VALUES (1, 2, 'The roof leaks', '2026-05-01', NULL);
INSERT INTO enclosures VALUES (1, 'photo', 1, 'A ladder');
INSERT INTO enclosures VALUES (2, 'letter', 1, 'Where it stood');
INSERT INTO enclosures VALUES (3, 'ticket', 1, 'The roof');
INSERT INTO enclosures VALUES (4, NULL, 1, 'Of what?');
