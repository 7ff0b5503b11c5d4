-- Recruitment and personnel of Noorderlicht Hosting B.V. (a fictional company).
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
    phone VARCHAR(40),
    address VARCHAR(300),
    letter TEXT,
    salary VARCHAR(80),
    reference_contacts TEXT,
    remarks TEXT,
    received_on DATE NOT NULL,
    withdrawn_on DATE,
    hired_on DATE,
    pool_given_on DATE,
    pool_withdrawn_on DATE,
    pool_text VARCHAR(40)
);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    application_id INTEGER NOT NULL REFERENCES applications (id),
    title VARCHAR(200) NOT NULL,
    stored_as VARCHAR(200) NOT NULL
);
CREATE TABLE employees (
    id INTEGER PRIMARY KEY,
    application_id INTEGER REFERENCES applications (id),
    name VARCHAR(120) NOT NULL,
    email VARCHAR(200),
    address VARCHAR(300),
    iban VARCHAR(40),
    job VARCHAR(120),
    started_on DATE NOT NULL,
    left_on DATE
);
CREATE TABLE payslips (
    id INTEGER PRIMARY KEY,
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    name VARCHAR(120) NOT NULL,
    iban VARCHAR(40),
    gross_cents INTEGER,
    issued_on DATE NOT NULL
);
CREATE INDEX applications_vacancy ON applications (vacancy_id);
CREATE INDEX documents_application ON documents (application_id);
CREATE INDEX employees_application ON employees (application_id);
CREATE INDEX payslips_employee ON payslips (employee_id);
