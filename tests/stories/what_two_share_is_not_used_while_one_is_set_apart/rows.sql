INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', NULL);
INSERT INTO members VALUES (2, 'Bo', 'bo@delinde.example', '2020-01-10', NULL);
INSERT INTO agents VALUES (1, 'Cas', '2020-01-10', NULL), (2, 'Dee', '2020-01-10', NULL);
INSERT INTO tickets VALUES (1, 1, 'Where is my key?', '2026-05-01', NULL), (2, 2, 'What is due?', '2026-05-01', NULL);
INSERT INTO answers VALUES (1, 1, 1, 'Cas', 'I sent it yesterday', '2026-05-02');
INSERT INTO answers VALUES (2, 2, 2, 'Dee', 'Nothing this month', '2026-05-02');
