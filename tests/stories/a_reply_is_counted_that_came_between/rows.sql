INSERT INTO members VALUES (1, 'Ann', 1, '2020-01-10', '2026-05-20');
INSERT INTO members VALUES (2, 'Bo', 1, '2020-01-10', NULL);
INSERT INTO boards VALUES (1, 'Tools', 1, 1, 0);
INSERT INTO topics VALUES (1, 1, 2, 'My saw is lost', 2, '2026-05-01', NULL, NULL);
INSERT INTO replies VALUES (1, 1, 1, 'Look in the shed', 0, '2026-05-02');
INSERT INTO replies VALUES (2, 1, 2, 'It was not there', 0, '2026-05-03');
