-- A small web shop as many are: every foreign key is declared, so that the map need not say whose a row is.
CREATE TABLE customers (
    id INTEGER PRIMARY KEY, email VARCHAR(200) NOT NULL UNIQUE, name VARCHAR(120) NOT NULL, phone VARCHAR(40),
    password_hash VARCHAR(200), registered_on DATE NOT NULL, closed_on DATE
);
CREATE TABLE addresses (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), street VARCHAR(160),
    zip VARCHAR(16), city VARCHAR(80)
);
CREATE TABLE categories (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL);
CREATE TABLE products (
    id INTEGER PRIMARY KEY, category_id INTEGER NOT NULL REFERENCES categories (id), name VARCHAR(120) NOT NULL,
    price_cents INTEGER NOT NULL
);
CREATE TABLE carts (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), changed_on DATE NOT NULL
);
CREATE TABLE cart_items (
    id INTEGER PRIMARY KEY, cart_id INTEGER NOT NULL REFERENCES carts (id),
    product_id INTEGER NOT NULL REFERENCES products (id), engraving VARCHAR(80)
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), deliver_to VARCHAR(300),
    ip_address VARCHAR(45), ordered_on DATE NOT NULL, delivered_on DATE
);
CREATE TABLE order_items (
    id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id),
    product_id INTEGER NOT NULL REFERENCES products (id), engraving VARCHAR(80)
);
CREATE TABLE invoices (
    id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id), number VARCHAR(20) NOT NULL UNIQUE,
    bill_name VARCHAR(120) NOT NULL, bill_address VARCHAR(300), total_cents INTEGER, issued_on DATE NOT NULL
);
CREATE TABLE payments (
    id INTEGER PRIMARY KEY, invoice_id INTEGER NOT NULL REFERENCES invoices (id), iban VARCHAR(40), paid_on DATE NOT NULL
);
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id),
    product_id INTEGER NOT NULL REFERENCES products (id), body TEXT, written_on DATE NOT NULL, removed_on DATE
);
