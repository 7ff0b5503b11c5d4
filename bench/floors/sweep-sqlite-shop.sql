-- The floor of `python -m bench sweep` for the shop: what the policy of the example company asks of these tables on
-- one day, written by hand for SQLite, before and without the engine. It counts what goes, changes and stays (the
-- plan), then does it (the run), in one transaction, so that what was counted is what goes.
--
-- Parameters are days, compared as text: :today, and per purpose the latest day whose period is over
-- (:order, :service, :business, :account, :tax).
-- The numbers behind the comments are rules of GROUNDS.
PRAGMA foreign_keys = ON;

PRAGMA cache_size = -65536;

PRAGMA temp_store = MEMORY;

BEGIN IMMEDIATE;

-- Which customers are held, and by what: an order, a contract and an account reach the row that owns them (4);
-- a registration is an occasion of its own (5).
CREATE TEMP TABLE ordering (id INTEGER PRIMARY KEY);

INSERT OR IGNORE INTO ordering SELECT customer_id FROM orders WHERE fulfilled_on IS NULL OR fulfilled_on > :order;

CREATE TEMP TABLE served (id INTEGER PRIMARY KEY);

INSERT OR IGNORE INTO served SELECT customer_id FROM contracts WHERE ended_on IS NULL OR ended_on > :service;

CREATE TEMP TABLE known (id INTEGER PRIMARY KEY);

INSERT INTO known SELECT id FROM customers WHERE registered_on > :account;

INSERT OR IGNORE INTO known SELECT customer_id FROM accounts WHERE closed_on IS NULL OR closed_on > :account;

-- Which orders cannot go because an invoice that stays points at them: `taxed` while that invoice is held for tax, and
-- then it holds the order's lines as well.
CREATE TEMP TABLE invoiced (id INTEGER PRIMARY KEY, taxed INTEGER NOT NULL);

INSERT OR IGNORE INTO invoiced SELECT order_id, 1 FROM invoices WHERE order_id IS NOT NULL AND issued_on > :tax;

INSERT OR IGNORE INTO invoiced
SELECT order_id, 0 FROM invoices WHERE order_id IS NOT NULL AND issued_on <= :tax AND customer_id IN served;

-- Which customers nothing holds any more, and which of those must stay as a row since a row that stays points at them.
CREATE TEMP TABLE over (id INTEGER PRIMARY KEY, pinned INTEGER NOT NULL);

INSERT INTO over
SELECT id,
       EXISTS (SELECT 1 FROM invoices WHERE invoices.customer_id = customers.id AND issued_on > :tax)
       OR EXISTS (SELECT 1 FROM orders CROSS JOIN invoiced ON invoiced.id = orders.id
                  WHERE orders.customer_id = customers.id)
       OR EXISTS (SELECT 1 FROM company_contacts
                  WHERE company_contacts.customer_id = customers.id AND added_on > :business)
FROM customers
WHERE id NOT IN ordering AND id NOT IN served AND id NOT IN known;

-- The plan: how many rows go, how many cells are emptied in rows that stay, how many rows each ground holds.
-- plan payments
SELECT total(NOT tax) AS goes, total(tax) AS tax
FROM (SELECT issued_on > :tax AS tax FROM payments CROSS JOIN invoices ON invoices.id = payments.invoice_id);

-- plan invoices
SELECT total(NOT tax AND NOT service) AS goes,
       total(tax AND NOT service AND sent_to IS NOT NULL) AS "sent_to emptied",
       total(service AND NOT tax AND bill_address IS NOT NULL) AS "bill_address emptied",
       total(service AND NOT tax AND total_cents IS NOT NULL) AS "total_cents emptied",
       total(tax) AS tax, total(service) AS service
FROM (
    SELECT issued_on > :tax AS tax, customer_id IN served AS service, sent_to, bill_address, total_cents FROM invoices
);

-- plan order_lines
SELECT total(NOT live AND NOT tax) AS goes,
       total(tax AND NOT live AND remark IS NOT NULL) AS "remark emptied",
       total(live) AS "order", total(tax) AS tax
FROM (
    SELECT fulfilled_on IS NULL OR fulfilled_on > :order AS live, coalesce(invoiced.taxed, 0) AS tax, remark
    FROM order_lines
    CROSS JOIN orders ON orders.id = order_lines.order_id
    LEFT JOIN invoiced ON invoiced.id = order_lines.order_id
);

-- plan orders
SELECT total(NOT live AND NOT pinned) AS goes,
       total(pinned AND NOT live AND deliver_street IS NOT NULL) AS "deliver_street emptied",
       total(pinned AND NOT live AND deliver_zip IS NOT NULL) AS "deliver_zip emptied",
       total(pinned AND NOT live AND deliver_city IS NOT NULL) AS "deliver_city emptied",
       total(pinned AND NOT live AND ip_address IS NOT NULL) AS "ip_address emptied",
       total(live) AS "order", total(pinned AND NOT live) AS pinned
FROM (
    SELECT fulfilled_on IS NULL OR fulfilled_on > :order AS live, id IN (SELECT id FROM invoiced) AS pinned,
           deliver_street, deliver_zip, deliver_city, ip_address
    FROM orders
);

-- plan guest_orders
SELECT total(NOT live AND NOT tax) AS goes,
       total(tax AND NOT live AND buyer_email IS NOT NULL) AS "buyer_email emptied",
       total(tax AND NOT live AND ip_address IS NOT NULL) AS "ip_address emptied",
       total(live AND NOT tax AND total_cents IS NOT NULL) AS "total_cents emptied",
       total(live) AS "order", total(tax) AS tax
FROM (
    SELECT fulfilled_on IS NULL OR fulfilled_on > :order AS live,
           invoiced_on IS NOT NULL AND invoiced_on <= :today AND invoiced_on > :tax AS tax,
           buyer_email, ip_address, total_cents
    FROM guest_orders
);

-- plan contracts
SELECT total(NOT live) AS goes, total(live) AS service
FROM (SELECT ended_on IS NULL OR ended_on > :service AS live FROM contracts);

-- plan company_contacts
SELECT total(NOT live) AS goes, total(live) AS "business contacts"
FROM (
    SELECT added_on > :business
           OR ((left_on IS NULL OR left_on > :business) AND EXISTS (
               SELECT 1 FROM contracts
               WHERE contracts.customer_id = company_contacts.customer_id AND (ended_on IS NULL OR ended_on > :business)
           )) AS live
    FROM company_contacts
);

-- plan accounts
SELECT total(NOT live) AS goes, total(live) AS account
FROM (
    SELECT closed_on IS NULL OR closed_on > :account OR registered_on > :account AS live
    FROM accounts CROSS JOIN customers ON customers.id = accounts.customer_id
);

-- plan customers
SELECT total(pinned = 0) AS goes,
       total(pinned = 1 AND name <> '') AS "name emptied",
       total(pinned = 1 AND customer_number <> 'erased-' || id) AS "customer_number emptied",
       total(salutation IS NOT NULL AND (pinned = 1 OR (pinned IS NULL AND NOT live))) AS "salutation emptied",
       total(pinned = 1 AND company IS NOT NULL) AS "company emptied",
       total(pinned = 1 AND email IS NOT NULL) AS "email emptied",
       total(pinned = 1 AND phone IS NOT NULL) AS "phone emptied",
       total(pinned = 1 AND street IS NOT NULL) AS "street emptied",
       total(pinned = 1 AND zip IS NOT NULL) AS "zip emptied",
       total(pinned = 1 AND city IS NOT NULL) AS "city emptied",
       total(live) AS "order", total(service) AS service, total(account) AS account, total(pinned = 1) AS pinned
FROM (
    SELECT customers.*, over.pinned, customers.id IN ordering AS live, customers.id IN served AS service,
           customers.id IN known AS account
    FROM customers LEFT JOIN over ON over.id = customers.id
);

-- The run, children before parents. Payments are held by their invoice for tax, and by nothing else.
DELETE FROM payments WHERE invoice_id IN (SELECT id FROM invoices WHERE issued_on <= :tax);

-- Lines are held by their order, and by an invoice of that order.
DELETE FROM order_lines
WHERE order_id IN (SELECT id FROM orders WHERE fulfilled_on <= :order)
  AND NOT EXISTS (SELECT 1 FROM invoiced WHERE invoiced.id = order_lines.order_id AND taxed);

UPDATE order_lines SET remark = NULL
WHERE remark IS NOT NULL
  AND EXISTS (SELECT 1 FROM orders WHERE orders.id = order_lines.order_id AND fulfilled_on <= :order);

-- Invoices are held for tax, and name and e-mail while the customer has a contract.
DELETE FROM invoices WHERE issued_on <= :tax AND customer_id NOT IN served;

UPDATE invoices SET bill_address = NULL, total_cents = NULL
WHERE issued_on <= :tax AND (bill_address IS NOT NULL OR total_cents IS NOT NULL);

UPDATE invoices SET sent_to = NULL WHERE sent_to IS NOT NULL AND customer_id NOT IN served;

-- An order that an invoice points at stays as a row without content (20).
DELETE FROM orders WHERE fulfilled_on <= :order AND id NOT IN (SELECT id FROM invoiced);

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

-- A registration reaches the accounts below it.
DELETE FROM accounts
WHERE closed_on <= :account
  AND EXISTS (SELECT 1 FROM customers WHERE customers.id = accounts.customer_id AND registered_on <= :account);

-- A customer goes with the last row that points at it; until then an empty row stays, and the form of address goes
-- with the last order.
DELETE FROM customers WHERE id IN (SELECT id FROM over WHERE NOT pinned);

UPDATE customers
SET customer_number = 'erased-' || id, salutation = NULL, name = '', company = NULL, email = NULL, phone = NULL,
    street = NULL, zip = NULL, city = NULL
WHERE id IN (SELECT id FROM over WHERE pinned)
  AND (name <> '' OR customer_number <> 'erased-' || id
       OR coalesce(salutation, company, email, phone, street, zip, city) IS NOT NULL);

UPDATE customers SET salutation = NULL WHERE salutation IS NOT NULL AND id NOT IN ordering;

COMMIT;
