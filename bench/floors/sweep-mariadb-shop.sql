-- The floor of `python -m bench sweep` for the shop: what the policy of the example company asks of these tables on
-- one day, written by hand for MariaDB, without the engine. It counts what goes, changes and stays (the plan), then
-- does it (the run), in one transaction.
--
-- Parameters are days: :today, and per purpose the latest day whose period is over
-- (:order, :service, :business, :account, :security, :tax).
-- The numbers behind the comments are rules of GROUNDS.
SET max_heap_table_size = 268435456;

SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;

START TRANSACTION;

-- Which customers are held, and by what: an order, a contract and an account reach the row that owns them (4);
-- a registration is an occasion of its own (5).
CREATE TEMPORARY TABLE ordering (id INTEGER PRIMARY KEY) ENGINE = MEMORY;

INSERT IGNORE INTO ordering SELECT customer_id FROM orders WHERE fulfilled_on IS NULL OR fulfilled_on > :order;

CREATE TEMPORARY TABLE served (id INTEGER PRIMARY KEY) ENGINE = MEMORY;

INSERT IGNORE INTO served SELECT customer_id FROM contracts WHERE ended_on IS NULL OR ended_on > :service;

CREATE TEMPORARY TABLE known (id INTEGER PRIMARY KEY) ENGINE = MEMORY;

INSERT INTO known SELECT id FROM customers WHERE registered_on > :account;

INSERT IGNORE INTO known SELECT customer_id FROM accounts WHERE closed_on IS NULL OR closed_on > :account;

-- Which orders cannot go because an invoice that stays points at them: `taxed` while that invoice is held for tax, and
-- then it holds the order's lines as well.
CREATE TEMPORARY TABLE invoiced (id INTEGER PRIMARY KEY, taxed INTEGER NOT NULL) ENGINE = MEMORY;

INSERT IGNORE INTO invoiced SELECT order_id, 1 FROM invoices WHERE order_id IS NOT NULL AND issued_on > :tax;

INSERT IGNORE INTO invoiced
SELECT order_id, 0 FROM invoices JOIN served ON served.id = customer_id WHERE order_id IS NOT NULL AND issued_on <= :tax;

-- Which customers nothing holds any more, and which of those must stay as a row since a row that stays points at them.
CREATE TEMPORARY TABLE spent (id INTEGER PRIMARY KEY, pinned INTEGER NOT NULL) ENGINE = MEMORY;

INSERT INTO spent
SELECT customers.id,
       EXISTS (SELECT 1 FROM invoices WHERE invoices.customer_id = customers.id AND issued_on > :tax)
       OR EXISTS (SELECT 1 FROM orders JOIN invoiced ON invoiced.id = orders.id
                  WHERE orders.customer_id = customers.id)
       OR EXISTS (SELECT 1 FROM company_contacts
                  WHERE company_contacts.customer_id = customers.id AND added_on > :business)
FROM customers
LEFT JOIN ordering USING (id) LEFT JOIN served USING (id) LEFT JOIN known USING (id)
WHERE ordering.id IS NULL AND served.id IS NULL AND known.id IS NULL;

-- The plan: how many rows go, how many cells are emptied in rows that stay, how many rows each ground holds, and the
-- first day from which the period of such a ground runs; also of how many rows a person must be asked, because a date
-- cannot be read or an edge leads nowhere (8). This company has no such rows, but only who looks knows that.
-- plan payments
SELECT count(NOT tax OR NULL) AS goes,
       count(tax OR NULL) AS tax,
       count(tax IS NULL OR NULL) AS unclear
FROM (
    SELECT issued_on > :tax AS tax FROM payments LEFT JOIN invoices ON invoices.id = payments.invoice_id
) AS rows_seen;

-- plan invoices
SELECT count(NOT tax AND NOT service OR NULL) AS goes,
       count(if(tax AND NOT service, sent_to, NULL)) AS "sent_to emptied",
       count(if(service AND NOT tax, bill_address, NULL)) AS "bill_address emptied",
       count(if(service AND NOT tax, total_cents, NULL)) AS "total_cents emptied",
       count(tax OR NULL) AS tax,
       count(service OR NULL) AS service,
       min(if(tax, issued_on, NULL)) AS "first issued_on",
       count((customer IS NULL OR (issued_on IS NOT NULL AND last_day(issued_on) IS NULL)) OR NULL) AS unclear
FROM (
    SELECT issued_on, issued_on > :tax AS tax, served.id IS NOT NULL AS service, sent_to, bill_address, total_cents,
           customers.id AS customer
    FROM invoices
    LEFT JOIN served ON served.id = invoices.customer_id
    LEFT JOIN customers ON customers.id = invoices.customer_id
) AS rows_seen;

-- plan order_lines
SELECT count(NOT live AND NOT tax OR NULL) AS goes,
       count(if(tax AND NOT live, remark, NULL)) AS "remark emptied",
       count(live OR NULL) AS "order",
       count(tax OR NULL) AS tax,
       count(parent IS NULL OR NULL) AS unclear
FROM (
    SELECT fulfilled_on IS NULL OR fulfilled_on > :order AS live, coalesce(invoiced.taxed, 0) AS tax, remark,
           orders.id AS parent
    FROM order_lines
    LEFT JOIN orders ON orders.id = order_lines.order_id
    LEFT JOIN invoiced ON invoiced.id = order_lines.order_id
) AS rows_seen;

-- plan orders
SELECT count(NOT live AND NOT pinned OR NULL) AS goes,
       count(if(pinned AND NOT live, deliver_street, NULL)) AS "deliver_street emptied",
       count(if(pinned AND NOT live, deliver_zip, NULL)) AS "deliver_zip emptied",
       count(if(pinned AND NOT live, deliver_city, NULL)) AS "deliver_city emptied",
       count(if(pinned AND NOT live, ip_address, NULL)) AS "ip_address emptied",
       count(live OR NULL) AS "order",
       count(pinned AND NOT live OR NULL) AS pinned,
       min(if(live, fulfilled_on, NULL)) AS "first fulfilled_on",
       count((customer IS NULL OR (fulfilled_on IS NOT NULL AND last_day(fulfilled_on) IS NULL)) OR NULL) AS unclear
FROM (
    SELECT fulfilled_on, fulfilled_on IS NULL OR fulfilled_on > :order AS live, invoiced.id IS NOT NULL AS pinned,
           deliver_street, deliver_zip, deliver_city, ip_address, customers.id AS customer
    FROM orders
    LEFT JOIN invoiced ON invoiced.id = orders.id
    LEFT JOIN customers ON customers.id = orders.customer_id
) AS rows_seen;

-- plan guest_orders
SELECT count(NOT live AND NOT tax OR NULL) AS goes,
       count(if(tax AND NOT live, buyer_email, NULL)) AS "buyer_email emptied",
       count(if(tax AND NOT live, ip_address, NULL)) AS "ip_address emptied",
       count(if(live AND NOT tax, total_cents, NULL)) AS "total_cents emptied",
       count(live OR NULL) AS "order",
       count(tax OR NULL) AS tax,
       min(if(live, fulfilled_on, NULL)) AS "first fulfilled_on",
       min(if(tax, invoiced_on, NULL)) AS "first invoiced_on",
       count(((fulfilled_on IS NOT NULL AND last_day(fulfilled_on) IS NULL) OR (invoiced_on IS NOT NULL AND last_day(invoiced_on) IS NULL)) OR NULL) AS unclear
FROM (
    SELECT fulfilled_on, invoiced_on, fulfilled_on IS NULL OR fulfilled_on > :order AS live,
           invoiced_on IS NOT NULL AND invoiced_on <= :today AND invoiced_on > :tax AS tax,
           buyer_email, ip_address, total_cents
    FROM guest_orders
) AS rows_seen;

-- plan contracts
SELECT count(NOT live OR NULL) AS goes,
       count(live OR NULL) AS service,
       min(if(live, ended_on, NULL)) AS "first ended_on",
       count((customer IS NULL OR (ended_on IS NOT NULL AND last_day(ended_on) IS NULL)) OR NULL) AS unclear
FROM (
    SELECT ended_on, ended_on IS NULL OR ended_on > :service AS live, customers.id AS customer
    FROM contracts LEFT JOIN customers ON customers.id = contracts.customer_id
) AS rows_seen;

-- plan company_contacts
SELECT count(NOT live OR NULL) AS goes,
       count(live OR NULL) AS "business contacts",
       min(if(added_on > :business, added_on, NULL)) AS "first added_on",
       count((customer IS NULL OR (added_on IS NOT NULL AND last_day(added_on) IS NULL) OR (left_on IS NOT NULL AND last_day(left_on) IS NULL)) OR NULL) AS unclear
FROM (
    SELECT added_on, left_on, customers.id AS customer,
           added_on > :business
           OR ((left_on IS NULL OR left_on > :business) AND EXISTS (
               SELECT 1 FROM contracts
               WHERE contracts.customer_id = company_contacts.customer_id AND (ended_on IS NULL OR ended_on > :business)
           )) AS live
    FROM company_contacts LEFT JOIN customers ON customers.id = company_contacts.customer_id
) AS rows_seen;

-- plan accounts
SELECT count(NOT live OR NULL) AS goes,
       count(live OR NULL) AS account,
       min(if(closed_on > :account, closed_on, NULL)) AS "first closed_on",
       count((customer IS NULL OR (closed_on IS NOT NULL AND last_day(closed_on) IS NULL)) OR NULL) AS unclear
FROM (
    SELECT closed_on, customers.id AS customer,
           closed_on IS NULL OR closed_on > :account OR registered_on > :account AS live
    FROM accounts LEFT JOIN customers ON customers.id = accounts.customer_id
) AS rows_seen;

-- plan sign_ins
SELECT count(signed_in_on <= :security OR NULL) AS goes,
       count(signed_in_on > :security OR NULL) AS security,
       min(if(signed_in_on > :security, signed_in_on, NULL)) AS "first signed_in_on",
       count((signed_in_on IS NOT NULL AND last_day(signed_in_on) IS NULL) OR NULL) AS unclear
FROM sign_ins;

-- plan customers
SELECT count(NOT pinned OR NULL) AS goes,
       count(pinned AND name <> '' OR NULL) AS "name emptied",
       count(pinned AND customer_number <> concat('erased-', id) OR NULL) AS "customer_number emptied",
       count(if(pinned OR (pinned IS NULL AND NOT live), salutation, NULL)) AS "salutation emptied",
       count(if(pinned, company, NULL)) AS "company emptied",
       count(if(pinned, email, NULL)) AS "email emptied",
       count(if(pinned, phone, NULL)) AS "phone emptied",
       count(if(pinned, street, NULL)) AS "street emptied",
       count(if(pinned, zip, NULL)) AS "zip emptied",
       count(if(pinned, city, NULL)) AS "city emptied",
       count(live OR NULL) AS "order",
       count(service OR NULL) AS service,
       count(account OR NULL) AS account,
       count(pinned OR NULL) AS pinned,
       min(if(registered_on > :account, registered_on, NULL)) AS "first registered_on",
       count((registered_on IS NOT NULL AND last_day(registered_on) IS NULL) OR NULL) AS unclear
FROM (
    SELECT customers.*, spent.pinned, ordering.id IS NOT NULL AS live, served.id IS NOT NULL AS service,
           known.id IS NOT NULL AS account
    FROM customers
    LEFT JOIN spent ON spent.id = customers.id
    LEFT JOIN ordering ON ordering.id = customers.id
    LEFT JOIN served ON served.id = customers.id
    LEFT JOIN known ON known.id = customers.id
) AS rows_seen;

-- The run, children before parents. Payments are held by their invoice for tax, and by nothing else.
DELETE payments FROM payments JOIN invoices ON invoices.id = payments.invoice_id WHERE issued_on <= :tax;

-- Lines are held by their order, and by an invoice of that order.
DELETE order_lines
FROM order_lines
JOIN orders ON orders.id = order_lines.order_id
LEFT JOIN invoiced ON invoiced.id = order_lines.order_id AND taxed
WHERE fulfilled_on <= :order AND invoiced.id IS NULL;

UPDATE order_lines JOIN orders ON orders.id = order_lines.order_id SET remark = NULL
WHERE remark IS NOT NULL AND fulfilled_on <= :order;

-- Invoices are held for tax, and name and e-mail while the customer has a contract.
DELETE invoices FROM invoices LEFT JOIN served ON served.id = invoices.customer_id
WHERE issued_on <= :tax AND served.id IS NULL;

UPDATE invoices SET bill_address = NULL, total_cents = NULL
WHERE issued_on <= :tax AND (bill_address IS NOT NULL OR total_cents IS NOT NULL);

UPDATE invoices LEFT JOIN served ON served.id = invoices.customer_id SET sent_to = NULL
WHERE sent_to IS NOT NULL AND served.id IS NULL;

-- An order that an invoice points at stays as a row without content (20).
DELETE orders FROM orders LEFT JOIN invoiced ON invoiced.id = orders.id
WHERE fulfilled_on <= :order AND invoiced.id IS NULL;

UPDATE orders SET deliver_street = NULL, deliver_zip = NULL, deliver_city = NULL, ip_address = NULL
WHERE fulfilled_on <= :order
  AND (deliver_street IS NOT NULL OR deliver_zip IS NOT NULL OR deliver_city IS NOT NULL OR ip_address IS NOT NULL);

-- A guest order is an order, and from its invoice on an invoice.
DELETE FROM guest_orders
WHERE fulfilled_on <= :order AND (invoiced_on IS NULL OR invoiced_on > :today OR invoiced_on <= :tax);

UPDATE guest_orders SET buyer_email = NULL, ip_address = NULL
WHERE fulfilled_on <= :order AND (buyer_email IS NOT NULL OR ip_address IS NOT NULL);

UPDATE guest_orders SET total_cents = NULL
WHERE total_cents IS NOT NULL AND (invoiced_on IS NULL OR invoiced_on > :today OR invoiced_on <= :tax);

-- Contacts are held by themselves at first, and by a contract of their company, of which leaving it is an end as well.
DELETE FROM company_contacts
WHERE added_on <= :business
  AND (left_on <= :business OR NOT EXISTS (
      SELECT 1 FROM contracts
      WHERE contracts.customer_id = company_contacts.customer_id AND (ended_on IS NULL OR ended_on > :business)
  ));

DELETE FROM contracts WHERE ended_on <= :service;

DELETE FROM sign_ins WHERE signed_in_on <= :security;

-- A registration reaches the accounts below it.
DELETE accounts FROM accounts JOIN customers ON customers.id = accounts.customer_id
WHERE closed_on <= :account AND registered_on <= :account;

-- A customer goes with the last row that points at it; until then an empty row stays, and the form of address goes
-- with the last order.
DELETE customers FROM spent JOIN customers ON customers.id = spent.id WHERE NOT pinned;

UPDATE spent JOIN customers ON customers.id = spent.id
SET customer_number = concat('erased-', customers.id), salutation = NULL, name = '', company = NULL, email = NULL, phone = NULL,
    street = NULL, zip = NULL, city = NULL
WHERE pinned
  AND (name <> '' OR customer_number <> concat('erased-', customers.id)
       OR coalesce(salutation, company, email, phone, street, zip, city) IS NOT NULL);

UPDATE customers LEFT JOIN ordering ON ordering.id = customers.id SET salutation = NULL
WHERE salutation IS NOT NULL AND ordering.id IS NULL;

COMMIT;
