CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    role VARCHAR(20) NOT NULL,
    name VARCHAR(120) NOT NULL,
    joined_on DATE NOT NULL,
    left_on DATE
);
CREATE TABLE pictures (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    title VARCHAR(120)
);
CREATE TABLE tickets (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    handled_by INTEGER REFERENCES users (id),
    title VARCHAR(200),
    opened_on DATE NOT NULL,
    closed_on DATE
);
