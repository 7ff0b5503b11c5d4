INSERT INTO tickets VALUES (1, 'one', 'How?', '2026-04-01', NULL);
