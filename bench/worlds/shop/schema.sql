CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    title VARCHAR(80) NOT NULL,
    price_cents INTEGER NOT NULL
);
CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    email VARCHAR(200),
    phone VARCHAR(40),
    registered_on DATE NOT NULL,
    closed_on DATE
);
CREATE TABLE addresses (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    street VARCHAR(160),
    city VARCHAR(80)
);
CREATE TABLE sign_ins (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    ip_address VARCHAR(45),
    browser VARCHAR(80),
    signed_in_on DATE NOT NULL
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    deliver_street VARCHAR(160),
    deliver_city VARCHAR(80),
    ordered_on DATE NOT NULL,
    fulfilled_on DATE
);
CREATE TABLE order_items (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    product VARCHAR(80) NOT NULL,
    remark VARCHAR(400),
    quantity INTEGER NOT NULL
);
CREATE TABLE payments (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    order_id INTEGER NOT NULL REFERENCES orders (id),
    payer VARCHAR(120) NOT NULL,
    iban VARCHAR(34),
    amount_cents INTEGER NOT NULL,
    paid_on DATE NOT NULL
);
CREATE TABLE shipments (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    receiver VARCHAR(120),
    track VARCHAR(40) NOT NULL,
    sent_on DATE NOT NULL
);
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    body VARCHAR(400),
    written_on DATE NOT NULL,
    withdrawn_on DATE
);
CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    email VARCHAR(200) NOT NULL,
    given_on DATE NOT NULL,
    withdrawn_on DATE
);
CREATE TABLE vouchers (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    message VARCHAR(200),
    value_cents INTEGER NOT NULL
);
CREATE INDEX addresses_customer ON addresses (customer_id);
CREATE INDEX sign_ins_customer ON sign_ins (customer_id);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX order_items_order ON order_items (order_id);
CREATE INDEX order_items_product ON order_items (product_id);
CREATE INDEX payments_customer ON payments (customer_id);
CREATE INDEX payments_order ON payments (order_id);
CREATE INDEX shipments_order ON shipments (order_id);
CREATE INDEX reviews_customer ON reviews (customer_id);
CREATE INDEX reviews_product ON reviews (product_id);
CREATE INDEX subscriptions_customer ON subscriptions (customer_id);
CREATE INDEX vouchers_customer ON vouchers (customer_id);
