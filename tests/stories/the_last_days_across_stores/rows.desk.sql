INSERT INTO tickets VALUES (2, 2, 'Why?', '2026-04-01', '2026-04-02');
INSERT INTO answers VALUES (2, 2, 'Therefore');
INSERT INTO visits VALUES (3, 3, 'Old cable');
