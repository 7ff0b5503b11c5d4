CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name VARCHAR(40) NOT NULL,
    email VARCHAR(200),
    about VARCHAR(400),
    joined_on DATE NOT NULL,
    left_on DATE
);
CREATE TABLE stories (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    title VARCHAR(120) NOT NULL,
    body VARCHAR(400),
    posted_on DATE NOT NULL
);
CREATE TABLE comments (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    story_id INTEGER NOT NULL REFERENCES stories (id),
    parent_id INTEGER REFERENCES comments (id),
    body VARCHAR(400),
    posted_on DATE NOT NULL
);
CREATE TABLE votes (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    story_id INTEGER NOT NULL REFERENCES stories (id),
    worth INTEGER NOT NULL,
    cast_on DATE NOT NULL
);
CREATE INDEX stories_user ON stories (user_id);
CREATE INDEX comments_user ON comments (user_id);
CREATE INDEX comments_story ON comments (story_id);
CREATE INDEX comments_parent ON comments (parent_id);
CREATE INDEX votes_user ON votes (user_id);
CREATE INDEX votes_story ON votes (story_id);
