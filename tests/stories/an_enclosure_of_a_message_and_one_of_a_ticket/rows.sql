INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', NULL);
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', NULL);
INSERT INTO messages VALUES (1, 1, 2, 'Ann', 'Bo', 'Look', '2026-05-01');
INSERT INTO tickets VALUES (1, 2, 'My invoice', '2025-11-01', '2025-12-01');
INSERT INTO enclosures VALUES (1, 'message', 1, 'photo.png');
INSERT INTO enclosures VALUES (2, 'ticket', 1, 'invoice.pdf');
