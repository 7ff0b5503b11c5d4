CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    email VARCHAR(200),
    registered_on DATE NOT NULL
);
CREATE TABLE contracts (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    product VARCHAR(80),
    started_on DATE NOT NULL,
    ended_on DATE
);
