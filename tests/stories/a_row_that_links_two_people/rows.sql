INSERT INTO members VALUES (1, 'Ann', 0, '2020-01-10', '2026-05-20');
INSERT INTO members VALUES (2, 'Bo', 0, '2020-01-10', NULL);
INSERT INTO members VALUES (3, 'Cy', 0, '2020-01-10', NULL);
INSERT INTO follows VALUES (1, 2, 'Bobby', 'he makes me laugh');
INSERT INTO follows VALUES (2, 1, 'Annie', 'her tulips');
INSERT INTO follows VALUES (1, 1, 'Me', 'to see my own');
INSERT INTO follows VALUES (3, 2, 'Bobby', 'his bicycle');
