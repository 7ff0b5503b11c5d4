-- The floor of `python -m bench promises` for the shop: what somebody would ask by hand to see whether anything is overdue.
-- Of each table: in how many rows each set of columns that the same purposes may hold has something in it (seen), in how
-- many of these nothing holds it any more (wrong), and of how many rows only a person can tell (unclear). What the whole
-- page of promises asks besides stands at the end.
--
-- Parameters are days, compared as text: per purpose the latest day whose period was over yesterday.
PRAGMA cache_size = -65536;

PRAGMA temp_store = MEMORY;

CREATE TEMP TABLE ordering (id INTEGER PRIMARY KEY);

INSERT OR IGNORE INTO ordering SELECT customer_id FROM orders WHERE fulfilled_on IS NULL OR fulfilled_on > :order;

CREATE TEMP TABLE served (id INTEGER PRIMARY KEY);

INSERT OR IGNORE INTO served SELECT customer_id FROM contracts WHERE ended_on IS NULL OR ended_on > :service;

CREATE TEMP TABLE known (id INTEGER PRIMARY KEY);

INSERT INTO known SELECT id FROM customers WHERE registered_on > :account;

INSERT OR IGNORE INTO known SELECT customer_id FROM accounts WHERE closed_on IS NULL OR closed_on > :account;

CREATE TEMP TABLE taxed (id INTEGER PRIMARY KEY);

INSERT OR IGNORE INTO taxed SELECT order_id FROM invoices WHERE order_id IS NOT NULL AND issued_on > :tax;

-- table customers
SELECT count(salutation)
           + count(*) FILTER (WHERE name <> '' OR coalesce(company, email, phone, street, zip, city) IS NOT NULL) AS seen,
       count(salutation) FILTER (WHERE ordering.id IS NULL)
           + count(*) FILTER (
               WHERE ordering.id IS NULL AND served.id IS NULL AND known.id IS NULL
                     AND (name <> '' OR coalesce(company, email, phone, street, zip, city) IS NOT NULL)
           ) AS wrong,
       count(*) FILTER (WHERE registered_on IS NOT date(registered_on)) AS unclear
FROM customers
LEFT JOIN ordering ON ordering.id = customers.id
LEFT JOIN served ON served.id = customers.id
LEFT JOIN known ON known.id = customers.id;

-- table accounts
SELECT count(*) FILTER (WHERE login NOT GLOB 'erased-*') AS seen,
       count(*) FILTER (
           WHERE login NOT GLOB 'erased-*' AND closed_on <= :account AND registered_on <= :account
       ) AS wrong,
       count(*) FILTER (WHERE customers.id IS NULL OR closed_on IS NOT date(closed_on)) AS unclear
FROM accounts LEFT JOIN customers ON customers.id = accounts.customer_id;

-- table sign_ins
SELECT count(*) AS seen, count(*) FILTER (WHERE signed_in_on <= :security) AS wrong,
       count(*) FILTER (WHERE signed_in_on IS NOT date(signed_in_on)) AS unclear
FROM sign_ins WHERE ip_address IS NOT NULL OR browser IS NOT NULL;

-- table company_contacts
SELECT count(*) AS seen, count(*) FILTER (WHERE NOT live) AS wrong,
       count(*) FILTER (
           WHERE customer IS NULL OR added_on IS NOT date(added_on) OR left_on IS NOT date(left_on)
       ) AS unclear
FROM (
    SELECT added_on, left_on, customers.id AS customer,
           added_on > :business
           OR ((left_on IS NULL OR left_on > :business) AND EXISTS (
               SELECT 1 FROM contracts
               WHERE contracts.customer_id = company_contacts.customer_id AND (ended_on IS NULL OR ended_on > :business)
           )) AS live
    FROM company_contacts LEFT JOIN customers ON customers.id = company_contacts.customer_id
    WHERE company_contacts.name <> ''
          OR coalesce(job, company_contacts.email, company_contacts.phone) IS NOT NULL
);

-- table contracts
SELECT count(*) AS seen, count(*) FILTER (WHERE ended_on <= :service) AS wrong,
       count(*) FILTER (WHERE ended_on IS NOT date(ended_on)) AS unclear
FROM contracts WHERE coalesce(domain, iban) IS NOT NULL;

-- table orders
SELECT count(*) AS seen, count(*) FILTER (WHERE fulfilled_on <= :order) AS wrong,
       count(*) FILTER (WHERE fulfilled_on IS NOT date(fulfilled_on)) AS unclear
FROM orders WHERE coalesce(deliver_street, deliver_zip, deliver_city, ip_address) IS NOT NULL;

-- table order_lines
SELECT count(*) FILTER (WHERE product <> '') + count(remark) AS seen,
       count(*) FILTER (WHERE product <> '' AND NOT live AND taxed IS NULL) + count(remark) FILTER (WHERE NOT live) AS wrong,
       count(*) FILTER (WHERE parent IS NULL) AS unclear
FROM (
    SELECT product, remark, fulfilled_on IS NULL OR fulfilled_on > :order AS live, taxed.id AS taxed, orders.id AS parent
    FROM order_lines
    LEFT JOIN orders ON orders.id = order_lines.order_id
    LEFT JOIN taxed ON taxed.id = order_lines.order_id
);

-- table guest_orders
SELECT count(*) FILTER (WHERE buyer_name <> '' OR product <> '' OR bill_address IS NOT NULL)
           + count(coalesce(buyer_email, ip_address)) + count(total_cents) AS seen,
       count(*) FILTER (WHERE NOT live AND NOT tax AND (buyer_name <> '' OR product <> '' OR bill_address IS NOT NULL))
           + count(coalesce(buyer_email, ip_address)) FILTER (WHERE NOT live)
           + count(total_cents) FILTER (WHERE NOT tax) AS wrong,
       count(*) FILTER (
           WHERE fulfilled_on IS NOT date(fulfilled_on) OR invoiced_on IS NOT date(invoiced_on)
       ) AS unclear
FROM (
    SELECT *, fulfilled_on IS NULL OR fulfilled_on > :order AS live,
           invoiced_on IS NOT NULL AND invoiced_on > :tax AS tax
    FROM guest_orders
);

-- table invoices
SELECT count(*) FILTER (WHERE bill_name <> '') + count(coalesce(bill_address, total_cents)) + count(sent_to) AS seen,
       count(*) FILTER (WHERE NOT tax AND service IS NULL AND bill_name <> '')
           + count(coalesce(bill_address, total_cents)) FILTER (WHERE NOT tax)
           + count(sent_to) FILTER (WHERE service IS NULL) AS wrong,
       count(*) FILTER (WHERE customer IS NULL OR issued_on IS NOT date(issued_on)) AS unclear
FROM (
    SELECT bill_name, bill_address, total_cents, sent_to, issued_on, issued_on > :tax AS tax, served.id AS service,
           customers.id AS customer
    FROM invoices
    LEFT JOIN served ON served.id = invoices.customer_id
    LEFT JOIN customers ON customers.id = invoices.customer_id
);

-- table payments
SELECT count(*) AS seen, count(*) FILTER (WHERE issued_on <= :tax) AS wrong,
       count(*) FILTER (WHERE invoices.id IS NULL) AS unclear
FROM payments LEFT JOIN invoices ON invoices.id = payments.invoice_id
WHERE coalesce(iban, payer, amount_cents) IS NOT NULL;

-- Who has a contract has an account; which columns are always empty.
SELECT count(*) FROM contracts
WHERE ended_on IS NULL
      AND NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.customer_id = contracts.customer_id AND closed_on IS NULL);

SELECT count(*) FROM accounts
WHERE closed_on IS NULL
      AND NOT EXISTS (SELECT 1 FROM contracts WHERE contracts.customer_id = accounts.customer_id AND ended_on IS NULL)
      AND EXISTS (SELECT 1 FROM contracts WHERE contracts.customer_id = accounts.customer_id);

SELECT count(salutation), count(name), count(company), count(email), count(phone), count(street), count(zip), count(city)
FROM customers;

SELECT count(login) FROM accounts;

SELECT count(ip_address), count(browser) FROM sign_ins;

SELECT count(name), count(job), count(email), count(phone) FROM company_contacts;

SELECT count(domain), count(iban) FROM contracts;

SELECT count(deliver_street), count(deliver_zip), count(deliver_city), count(ip_address) FROM orders;

SELECT count(product), count(remark) FROM order_lines;

SELECT count(buyer_name), count(buyer_email), count(bill_address), count(ip_address), count(product), count(total_cents)
FROM guest_orders;

SELECT count(bill_name), count(bill_address), count(sent_to), count(total_cents) FROM invoices;

SELECT count(iban), count(payer), count(amount_cents) FROM payments;
