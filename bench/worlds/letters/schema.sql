CREATE TABLE subscribers (
    id INTEGER PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    email VARCHAR(200) NOT NULL,
    city VARCHAR(80),
    subscribed_on DATE NOT NULL,
    left_on DATE,
    objected_on DATE
);
