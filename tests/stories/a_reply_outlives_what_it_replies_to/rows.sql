INSERT INTO members VALUES (1, 'Ann', NULL, NULL, '2020-01-10', '2026-05-20');
INSERT INTO members VALUES (2, 'Bo', 1, NULL, '2020-01-10', NULL);
INSERT INTO posts VALUES (1, 1, NULL, NULL, 'Who has a ladder?', '2026-05-01');
INSERT INTO posts VALUES (2, 2, 1, NULL, 'I have one', '2026-05-02');
INSERT INTO posts VALUES (3, 1, 2, NULL, 'Thank you', '2026-05-03');
INSERT INTO posts VALUES (4, 2, 3, 1, 'You are welcome', '2026-05-04');
INSERT INTO posts VALUES (5, 2, 4, 2, 'It is the tall one', '2026-05-05');
