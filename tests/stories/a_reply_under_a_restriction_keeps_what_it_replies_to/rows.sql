INSERT INTO members VALUES (1, 'Ann', NULL, NULL, '2020-01-10', '2026-05-20');
INSERT INTO members VALUES (2, 'Bo', NULL, NULL, '2020-01-10', NULL);
INSERT INTO posts VALUES (1, 1, NULL, NULL, 'Who needs a ladder?', '2026-05-01');
INSERT INTO posts VALUES (2, 1, 1, NULL, 'Who has a ladder?', '2026-05-01');
INSERT INTO posts VALUES (3, 2, 2, NULL, 'I have one', '2026-05-02');
INSERT INTO posts VALUES (4, 1, 3, NULL, 'Thank you', '2026-05-03');
