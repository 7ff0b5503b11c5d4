INSERT INTO visits VALUES (1, 1, 'New cable');
INSERT INTO visits VALUES (3, 3, 'New cable');
INSERT INTO tickets VALUES (3, 3, 'Why?', '2025-04-01', '2025-04-02');
