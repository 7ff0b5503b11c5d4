CREATE TABLE members (
    id INTEGER PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    email VARCHAR(200),
    joined_on DATE NOT NULL,
    left_on DATE
);
CREATE TABLE agents (
    id INTEGER PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    started_on DATE NOT NULL,
    left_on DATE
);
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    sender_id INTEGER REFERENCES members (id),
    recipient_id INTEGER REFERENCES members (id),
    sender_name VARCHAR(120),
    recipient_name VARCHAR(120),
    body TEXT,
    sent_on DATE NOT NULL
);
CREATE TABLE tickets (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES members (id),
    title VARCHAR(200),
    opened_on DATE NOT NULL,
    closed_on DATE
);
CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES tickets (id),
    agent_id INTEGER REFERENCES agents (id),
    agent_name VARCHAR(120),
    body TEXT,
    answered_on DATE NOT NULL
);
CREATE TABLE enclosures (
    id INTEGER PRIMARY KEY,
    object_type VARCHAR(20) NOT NULL,
    object_id INTEGER,
    title VARCHAR(120) NOT NULL
);
CREATE TABLE invitations (
    id INTEGER PRIMARY KEY,
    giver_id INTEGER REFERENCES members (id),
    taker_id INTEGER REFERENCES members (id),
    giver_name VARCHAR(120),
    taker_name VARCHAR(120)
);
