-- The floor of `python -m bench forum` for one person, by hand for PostgreSQL: one query per table to read them, and one
-- transaction in sets to erase them, as the policy of the forum asks on one day.
--
-- Parameter: :person.
-- table users
SELECT id, name, email, about, joined_on, left_on
FROM users WHERE id = :person ORDER BY id;

-- table stories
SELECT id, user_id, title, body, posted_on
FROM stories WHERE user_id = :person ORDER BY id;

-- table votes
SELECT id, user_id, story_id, worth, cast_on
FROM votes WHERE user_id = :person ORDER BY id;

-- table comments
SELECT id, user_id, story_id, body, posted_on
FROM comments WHERE user_id = :person ORDER BY id;

-- erase
-- Answers of others stay; what they answered is forgotten.
UPDATE comments SET parent_id = NULL
WHERE parent_id IN (SELECT id FROM comments WHERE user_id = :person);

DELETE FROM comments WHERE user_id = :person;

DELETE FROM votes WHERE user_id = :person;

-- A story on which others say something, or voted, stays as a row.
UPDATE stories SET title = '', body = NULL
WHERE user_id = :person
  AND (EXISTS (SELECT 1 FROM comments WHERE story_id = stories.id)
       OR EXISTS (SELECT 1 FROM votes WHERE story_id = stories.id));

DELETE FROM stories
WHERE user_id = :person
  AND NOT EXISTS (SELECT 1 FROM comments WHERE story_id = stories.id)
  AND NOT EXISTS (SELECT 1 FROM votes WHERE story_id = stories.id);

UPDATE users SET name = '', email = NULL, about = NULL
WHERE id = :person AND left_on IS NOT NULL AND EXISTS (SELECT 1 FROM stories WHERE user_id = users.id);

DELETE FROM users
WHERE id = :person AND left_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM stories WHERE user_id = users.id);
