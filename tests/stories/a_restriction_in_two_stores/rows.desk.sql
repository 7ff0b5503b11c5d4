INSERT INTO tickets VALUES (1, 1, 'How?', '2026-04-01', '2026-04-02');
INSERT INTO tickets VALUES (2, 2, 'Why?', '2026-04-01', '2026-04-02');
INSERT INTO answers VALUES (1, 1, 'So');
INSERT INTO answers VALUES (2, 2, 'Therefore');
INSERT INTO visits VALUES (1, 1, 'New cable');
INSERT INTO visits VALUES (3, 3, 'Old cable');
