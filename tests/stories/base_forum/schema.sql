CREATE TABLE members (
    id INTEGER PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    invited_by INTEGER REFERENCES members (id),
    picture_id INTEGER REFERENCES pictures (id),
    joined_on DATE NOT NULL,
    left_on DATE
);
CREATE TABLE pictures (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES members (id),
    title VARCHAR(120)
);
CREATE TABLE posts (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES members (id),
    parent_id INTEGER REFERENCES posts (id) ON DELETE CASCADE,
    quotes INTEGER,
    body VARCHAR(400) NOT NULL,
    posted_on DATE NOT NULL
);
