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

CREATE TABLE employees (
    id INTEGER PRIMARY KEY,
    application_id INTEGER REFERENCES applications (id),
    name VARCHAR(120) NOT NULL,
    email VARCHAR(200),
    job VARCHAR(120),
    started_on DATE NOT NULL,
    left_on DATE
);
