CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    number VARCHAR(20) NOT NULL UNIQUE,
    name VARCHAR(120) NOT NULL,
    email VARCHAR(200),
    phone VARCHAR(40),
    street VARCHAR(160),
    registered_on DATE NOT NULL,
    restricted_on DATE,
    lifted_on DATE
);
CREATE TABLE contacts (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    name VARCHAR(120) NOT NULL,
    job VARCHAR(120),
    email VARCHAR(200),
    added_on DATE NOT NULL,
    left_on DATE,
    objected_on DATE,
    taken_back_on DATE
);
CREATE TABLE contracts (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    product VARCHAR(80) NOT NULL,
    domain VARCHAR(200),
    started_on DATE NOT NULL,
    ended_on DATE
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER REFERENCES customers (id),
    street VARCHAR(160),
    ordered_on DATE NOT NULL,
    fulfilled_on DATE
);
CREATE TABLE order_lines (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product VARCHAR(80) NOT NULL,
    remark VARCHAR(400)
);
CREATE TABLE guest_orders (
    id INTEGER PRIMARY KEY,
    buyer_name VARCHAR(120) NOT NULL,
    buyer_email VARCHAR(200),
    bill_address VARCHAR(300),
    product VARCHAR(80) NOT NULL,
    ordered_on DATE NOT NULL,
    fulfilled_on DATE,
    invoiced_on DATE
);
CREATE TABLE invoices (
    id INTEGER PRIMARY KEY,
    number VARCHAR(20) NOT NULL UNIQUE,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    order_id INTEGER REFERENCES orders (id),
    bill_name VARCHAR(120) NOT NULL,
    bill_address VARCHAR(300),
    sent_to VARCHAR(200),
    issued_on DATE NOT NULL
);
CREATE TABLE vacancies (
    id INTEGER PRIMARY KEY,
    title VARCHAR(120) NOT NULL,
    opened_on DATE NOT NULL,
    filled_on DATE,
    withdrawn_on DATE,
    reopened_on DATE
);
CREATE TABLE applications (
    id INTEGER PRIMARY KEY,
    vacancy_id INTEGER REFERENCES vacancies (id),
    name VARCHAR(120) NOT NULL,
    email VARCHAR(200),
    letter TEXT,
    received_on DATE NOT NULL,
    withdrawn_on DATE,
    hired_on DATE,
    pool_given_on DATE,
    pool_withdrawn_on DATE
);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    application_id INTEGER NOT NULL REFERENCES applications (id),
    title VARCHAR(200) NOT NULL
);
CREATE TABLE employees (
    id INTEGER PRIMARY KEY,
    application_id INTEGER REFERENCES applications (id),
    name VARCHAR(120) NOT NULL,
    email VARCHAR(200),
    job VARCHAR(120),
    started_on DATE NOT NULL,
    left_on DATE
);
