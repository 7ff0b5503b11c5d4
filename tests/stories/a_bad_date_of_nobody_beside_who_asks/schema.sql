CREATE TABLE members (
    id INTEGER PRIMARY KEY,
    role VARCHAR(20) NOT NULL,
    name VARCHAR(120) NOT NULL,
    email VARCHAR(200),
    joined_on DATE NOT NULL,
    left_on DATE
);
CREATE TABLE invitations (
    id INTEGER PRIMARY KEY,
    giver_id INTEGER REFERENCES members (id),
    taker_id INTEGER REFERENCES members (id),
    taker_name VARCHAR(120)
);
