CREATE TABLE members (
    id INTEGER PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    email VARCHAR(200),
    joined_on DATE NOT NULL,
    left_on DATE
);
CREATE TABLE invitations (
    id INTEGER PRIMARY KEY,
    giver_id INTEGER NOT NULL REFERENCES members (id),
    taker_id INTEGER NOT NULL REFERENCES members (id),
    taker_name VARCHAR(120)
);
