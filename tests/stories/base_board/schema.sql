CREATE TABLE members (
    id INTEGER PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    replies_made INTEGER,
    joined_on DATE NOT NULL,
    left_on DATE
);
CREATE TABLE members_past (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL,
    name VARCHAR(120) NOT NULL,
    joined_on DATE,
    kind VARCHAR(10) NOT NULL,
    changed_on DATE NOT NULL
);
CREATE TABLE boards (
    id INTEGER PRIMARY KEY,
    title VARCHAR(120) NOT NULL,
    topics INTEGER NOT NULL,
    topics_ever INTEGER NOT NULL,
    likes INTEGER NOT NULL
);
CREATE TABLE topics (
    id INTEGER PRIMARY KEY,
    board_id INTEGER NOT NULL REFERENCES boards (id),
    member_id INTEGER NOT NULL REFERENCES members (id),
    title VARCHAR(120),
    replies INTEGER NOT NULL,
    posted_on DATE NOT NULL,
    last_reply_by INTEGER REFERENCES members (id),
    last_reply_name VARCHAR(120)
);
CREATE TABLE topics_past (
    topic_id INTEGER NOT NULL REFERENCES topics (id),
    version INTEGER NOT NULL,
    title VARCHAR(120),
    PRIMARY KEY (topic_id, version)
);
CREATE TABLE replies (
    id INTEGER PRIMARY KEY,
    topic_id INTEGER NOT NULL REFERENCES topics (id),
    member_id INTEGER NOT NULL REFERENCES members (id),
    body VARCHAR(400),
    hidden INTEGER NOT NULL,
    posted_on DATE NOT NULL
);
CREATE TABLE likes (
    board_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL REFERENCES members (id),
    remark VARCHAR(120),
    posted_on DATE NOT NULL,
    PRIMARY KEY (board_id, member_id)
);
