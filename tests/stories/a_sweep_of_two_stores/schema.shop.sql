CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    number VARCHAR(20) NOT NULL UNIQUE,
    name VARCHAR(120) NOT NULL,
    email VARCHAR(200),
    phone VARCHAR(40),
    street VARCHAR(160),
    registered_on DATE NOT NULL
);

CREATE TABLE contracts (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    product VARCHAR(80) NOT NULL,
    domain VARCHAR(200),
    started_on DATE NOT NULL,
    ended_on DATE
);
