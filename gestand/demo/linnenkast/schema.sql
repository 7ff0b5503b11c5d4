-- shop: what is sold, to whom. A line, a return and an invoice are of an order of a customer or of one of a guest.
CREATE TABLE products (id INTEGER PRIMARY KEY, name VARCHAR(120) NOT NULL, price_cents INTEGER NOT NULL);
CREATE TABLE customers (
    id INTEGER PRIMARY KEY, customer_number VARCHAR(20) NOT NULL UNIQUE, name VARCHAR(120), email VARCHAR(200) UNIQUE, phone VARCHAR(40),
    street VARCHAR(160), zip VARCHAR(16), city VARCHAR(80), password_hash VARCHAR(200),
    registered_on DATE NOT NULL, last_seen_on DATE NOT NULL, closed_on DATE, no_news_since DATE
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), deliver_to VARCHAR(300), iban VARCHAR(40),
    ordered_on DATE NOT NULL, delivered_on DATE, cancelled_on DATE
);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE TABLE guest_orders (
    id INTEGER PRIMARY KEY, buyer_name VARCHAR(120), buyer_email VARCHAR(200), buyer_phone VARCHAR(40), deliver_to VARCHAR(300),
    iban VARCHAR(40), ordered_on DATE NOT NULL, delivered_on DATE, cancelled_on DATE
);
CREATE INDEX guest_orders_email ON guest_orders (buyer_email);
CREATE TABLE order_lines (
    id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id), guest_order_id INTEGER REFERENCES guest_orders (id),
    product_id INTEGER NOT NULL REFERENCES products (id), article VARCHAR(120), quantity INTEGER NOT NULL, embroidery VARCHAR(80)
);
CREATE INDEX order_lines_order ON order_lines (order_id);
CREATE INDEX order_lines_guest_order ON order_lines (guest_order_id);
CREATE TABLE returns (
    id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id), guest_order_id INTEGER REFERENCES guest_orders (id),
    article VARCHAR(120), reason TEXT, pay_back_to VARCHAR(40), asked_on DATE NOT NULL, settled_on DATE
);
CREATE INDEX returns_order ON returns (order_id);
CREATE INDEX returns_guest_order ON returns (guest_order_id);
CREATE TABLE invoices (
    id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id), guest_order_id INTEGER REFERENCES guest_orders (id),
    number VARCHAR(20) NOT NULL UNIQUE, bill_name VARCHAR(120), bill_address VARCHAR(300), total_cents INTEGER, issued_on DATE NOT NULL
);
CREATE INDEX invoices_order ON invoices (order_id);
CREATE INDEX invoices_guest_order ON invoices (guest_order_id);
CREATE TABLE payments (
    id INTEGER PRIMARY KEY, invoice_id INTEGER NOT NULL REFERENCES invoices (id), iban VARCHAR(40), payer VARCHAR(120),
    amount_cents INTEGER, paid_on DATE NOT NULL
);
CREATE INDEX payments_invoice ON payments (invoice_id);
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), product_id INTEGER NOT NULL REFERENCES products (id),
    stars INTEGER NOT NULL, nickname VARCHAR(80), body TEXT, written_on DATE NOT NULL, withdrawn_on DATE, removed_on DATE
);
CREATE INDEX reviews_customer ON reviews (customer_id);
-- site: who writes, who subscribes, and who agreed to be counted.
CREATE TABLE questions (
    id INTEGER PRIMARY KEY, sender_name VARCHAR(120), sender_email VARCHAR(200), sender_phone VARCHAR(40), body TEXT,
    received_on DATE NOT NULL, answered_on DATE
);
CREATE INDEX questions_email ON questions (sender_email);
CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY, first_name VARCHAR(80), email VARCHAR(200), wording VARCHAR(80), asked_on DATE NOT NULL, confirmed_on DATE,
    withdrawn_on DATE, bounced_on DATE
);
CREATE INDEX subscriptions_email ON subscriptions (email);
CREATE TABLE visits (
    id INTEGER PRIMARY KEY, visitor_code VARCHAR(40), page VARCHAR(200), device VARCHAR(40), agreed_on DATE, withdrawn_on DATE,
    seen_on DATE NOT NULL
);
CREATE INDEX visits_code ON visits (visitor_code);
