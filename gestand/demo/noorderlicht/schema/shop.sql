-- The web shop and the administration of Noorderlicht Hosting B.V. (a fictional company).
CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    customer_number VARCHAR(20) NOT NULL UNIQUE,
    salutation VARCHAR(20),
    name VARCHAR(120) NOT NULL,
    company VARCHAR(120),
    email VARCHAR(200),
    phone VARCHAR(40),
    street VARCHAR(160),
    zip VARCHAR(16),
    city VARCHAR(80),
    registered_on DATE NOT NULL
);
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    login VARCHAR(200) NOT NULL UNIQUE,
    password_hash VARCHAR(200),
    created_on DATE NOT NULL,
    closed_on DATE
);
CREATE TABLE sign_ins (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    ip_address VARCHAR(45),
    browser VARCHAR(80),
    signed_in_on DATE NOT NULL
);
CREATE TABLE company_contacts (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    name VARCHAR(120) NOT NULL,
    job VARCHAR(120),
    email VARCHAR(200),
    phone VARCHAR(40),
    added_on DATE NOT NULL,
    left_on DATE
);
CREATE TABLE contracts (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    product VARCHAR(80) NOT NULL,
    domain VARCHAR(200),
    iban VARCHAR(40),
    started_on DATE NOT NULL,
    ended_on DATE
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    deliver_street VARCHAR(160),
    deliver_zip VARCHAR(16),
    deliver_city VARCHAR(80),
    ip_address VARCHAR(45),
    ordered_on DATE NOT NULL,
    fulfilled_on DATE
);
CREATE TABLE order_lines (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product VARCHAR(80) NOT NULL,
    remark VARCHAR(400),
    quantity INTEGER NOT NULL,
    price_cents INTEGER NOT NULL
);
CREATE TABLE guest_orders (
    id INTEGER PRIMARY KEY,
    buyer_name VARCHAR(120) NOT NULL,
    buyer_email VARCHAR(200),
    bill_address VARCHAR(300),
    ip_address VARCHAR(45),
    product VARCHAR(80) NOT NULL,
    total_cents INTEGER,
    ordered_on DATE NOT NULL,
    fulfilled_on DATE,
    invoiced_on DATE,
    company VARCHAR(120),
    order_number VARCHAR(40),
    price_cents INTEGER,
    payment_reference VARCHAR(80),
    paid_on DATE,
    lapsed_on DATE
);
CREATE TABLE invoices (
    id INTEGER PRIMARY KEY,
    number VARCHAR(20) NOT NULL UNIQUE,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    order_id INTEGER REFERENCES orders (id),
    bill_name VARCHAR(120) NOT NULL,
    bill_address VARCHAR(300),
    sent_to VARCHAR(200),
    total_cents INTEGER,
    issued_on DATE NOT NULL
);
CREATE TABLE payments (
    id INTEGER PRIMARY KEY,
    invoice_id INTEGER NOT NULL REFERENCES invoices (id),
    iban VARCHAR(40),
    payer VARCHAR(120),
    amount_cents INTEGER,
    paid_on DATE NOT NULL
);
CREATE INDEX accounts_customer ON accounts (customer_id);
CREATE INDEX sign_ins_account ON sign_ins (account_id);
CREATE INDEX company_contacts_customer ON company_contacts (customer_id);
CREATE INDEX contracts_customer ON contracts (customer_id);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX order_lines_order ON order_lines (order_id);
CREATE INDEX guest_orders_number ON guest_orders (order_number);
CREATE INDEX guest_orders_buyer ON guest_orders (lower(trim(buyer_email)));
CREATE INDEX invoices_customer ON invoices (customer_id);
CREATE INDEX invoices_order ON invoices (order_id);
CREATE INDEX payments_invoice ON payments (invoice_id);
