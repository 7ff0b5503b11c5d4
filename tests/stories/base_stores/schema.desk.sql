CREATE TABLE tickets (
    id INTEGER PRIMARY KEY,
    customer INTEGER NOT NULL,
    question VARCHAR(200),
    opened_on DATE NOT NULL,
    answered_on DATE
);
CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES tickets (id),
    body VARCHAR(200)
);
CREATE TABLE visits (
    id INTEGER PRIMARY KEY,
    contract INTEGER NOT NULL,
    report VARCHAR(200)
);
