-- The floor of `python -m bench forum` for many people at once, by hand for MariaDB. Who they are stands in the temporary
-- table `asked`, which has been filled before, in the same transaction.
-- table users
SELECT id, name, email, about, joined_on, left_on
FROM users WHERE id IN (SELECT key_id FROM asked) ORDER BY id;

-- table stories
SELECT id, user_id, title, body, posted_on
FROM stories WHERE user_id IN (SELECT key_id FROM asked) ORDER BY id;

-- table votes
SELECT id, user_id, story_id, worth, cast_on
FROM votes WHERE user_id IN (SELECT key_id FROM asked) ORDER BY id;

-- table comments
SELECT id, user_id, story_id, body, posted_on
FROM comments WHERE user_id IN (SELECT key_id FROM asked) ORDER BY id;

-- erase
-- Answers of others stay; what they answered is forgotten.
UPDATE asked JOIN comments AS mine ON mine.user_id = asked.key_id JOIN comments AS answers ON answers.parent_id = mine.id
SET answers.parent_id = NULL;

DELETE comments FROM asked JOIN comments ON comments.user_id = asked.key_id;

DELETE votes FROM asked JOIN votes ON votes.user_id = asked.key_id;

-- A story on which others say something, or voted, stays as a row.
UPDATE asked JOIN stories ON stories.user_id = asked.key_id SET title = '', body = NULL
WHERE (EXISTS (SELECT 1 FROM comments WHERE story_id = stories.id)
       OR EXISTS (SELECT 1 FROM votes WHERE story_id = stories.id));

DELETE stories FROM asked JOIN stories ON stories.user_id = asked.key_id
WHERE NOT EXISTS (SELECT 1 FROM comments WHERE story_id = stories.id)
  AND NOT EXISTS (SELECT 1 FROM votes WHERE story_id = stories.id);

UPDATE asked JOIN users ON users.id = asked.key_id SET name = '', email = NULL, about = NULL
WHERE left_on IS NOT NULL AND EXISTS (SELECT 1 FROM stories WHERE user_id = users.id);

DELETE users FROM asked JOIN users ON users.id = asked.key_id
WHERE left_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM stories WHERE user_id = users.id);
