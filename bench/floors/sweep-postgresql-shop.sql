-- The floor of `python -m bench sweep` for the shop: what the policy of the example company asks of these tables on
-- one day, written by hand for PostgreSQL, without the engine. It counts what goes, changes and stays (the plan),
-- then does it (the run), in one transaction that sees one state, so that what was counted is what goes.
--
-- Parameters are days: :today, and per purpose the latest day whose period is over
-- (:order, :service, :business, :account, :security, :tax).
-- The numbers behind the comments are rules of GROUNDS.
SET work_mem = '64MB';

SET temp_buffers = '64MB';

BEGIN ISOLATION LEVEL REPEATABLE READ;

-- Which customers are held, and by what: an order, a contract and an account reach the row that owns them (4);
-- a registration is an occasion of its own (5).
CREATE TEMP TABLE ordering ON COMMIT DROP AS
SELECT DISTINCT customer_id AS id FROM orders WHERE fulfilled_on IS NULL OR fulfilled_on > :order;

ANALYZE ordering;

CREATE TEMP TABLE served ON COMMIT DROP AS
SELECT DISTINCT customer_id AS id FROM contracts WHERE ended_on IS NULL OR ended_on > :service;

ANALYZE served;

CREATE TEMP TABLE known ON COMMIT DROP AS
SELECT id FROM customers WHERE registered_on > :account
UNION
SELECT customer_id FROM accounts WHERE closed_on IS NULL OR closed_on > :account;

ANALYZE known;

-- Which orders cannot go because an invoice that stays points at them: `taxed` while that invoice is held for tax, and
-- then it holds the order's lines as well.
CREATE TEMP TABLE invoiced ON COMMIT DROP AS
SELECT order_id AS id, bool_or(issued_on > :tax) AS taxed
FROM invoices
WHERE order_id IS NOT NULL AND (issued_on > :tax OR customer_id IN (SELECT id FROM served))
GROUP BY order_id;

ANALYZE invoiced;

-- Which customers nothing holds any more, and which of those must stay as a row since a row that stays points at them.
CREATE TEMP TABLE over ON COMMIT DROP AS
SELECT id,
       id IN (SELECT customer_id FROM invoices WHERE issued_on > :tax)
       OR id IN (SELECT customer_id FROM orders JOIN invoiced ON invoiced.id = orders.id)
       OR id IN (SELECT customer_id FROM company_contacts WHERE added_on > :business) AS pinned
FROM customers
WHERE id NOT IN (SELECT id FROM ordering) AND id NOT IN (SELECT id FROM served) AND id NOT IN (SELECT id FROM known);

ANALYZE over;

-- The plan: how many rows go, how many cells are emptied in rows that stay, how many rows each ground holds, and the
-- first day from which the period of such a ground runs; also of how many rows a person must be asked, because a date
-- cannot be read or an edge leads nowhere (8). This company has no such rows, but only who looks knows that.
-- plan payments
SELECT count(*) FILTER (WHERE NOT tax) AS goes,
       count(*) FILTER (WHERE tax) AS tax,
       count(*) FILTER (WHERE tax IS NULL) AS unclear
FROM (SELECT issued_on > :tax AS tax FROM payments LEFT JOIN invoices ON invoices.id = payments.invoice_id);

-- plan invoices
SELECT count(*) FILTER (WHERE NOT tax AND NOT service) AS goes,
       count(sent_to) FILTER (WHERE tax AND NOT service) AS "sent_to emptied",
       count(bill_address) FILTER (WHERE service AND NOT tax) AS "bill_address emptied",
       count(total_cents) FILTER (WHERE service AND NOT tax) AS "total_cents emptied",
       count(*) FILTER (WHERE tax) AS tax,
       count(*) FILTER (WHERE service) AS service,
       min(issued_on) FILTER (WHERE tax) AS "first issued_on",
       count(*) FILTER (WHERE customer IS NULL OR NOT isfinite(issued_on)) AS unclear
FROM (
    SELECT issued_on, issued_on > :tax AS tax, served.id IS NOT NULL AS service, sent_to, bill_address, total_cents,
           customers.id AS customer
    FROM invoices
    LEFT JOIN served ON served.id = invoices.customer_id
    LEFT JOIN customers ON customers.id = invoices.customer_id
);

-- plan order_lines
SELECT count(*) FILTER (WHERE NOT live AND NOT tax) AS goes,
       count(remark) FILTER (WHERE tax AND NOT live) AS "remark emptied",
       count(*) FILTER (WHERE live) AS "order",
       count(*) FILTER (WHERE tax) AS tax,
       count(*) FILTER (WHERE parent IS NULL) AS unclear
FROM (
    SELECT fulfilled_on IS NULL OR fulfilled_on > :order AS live, coalesce(invoiced.taxed, false) AS tax, remark,
           orders.id AS parent
    FROM order_lines
    LEFT JOIN orders ON orders.id = order_lines.order_id
    LEFT JOIN invoiced ON invoiced.id = order_lines.order_id
);

-- plan orders
SELECT count(*) FILTER (WHERE NOT live AND NOT pinned) AS goes,
       count(deliver_street) FILTER (WHERE pinned AND NOT live) AS "deliver_street emptied",
       count(deliver_zip) FILTER (WHERE pinned AND NOT live) AS "deliver_zip emptied",
       count(deliver_city) FILTER (WHERE pinned AND NOT live) AS "deliver_city emptied",
       count(ip_address) FILTER (WHERE pinned AND NOT live) AS "ip_address emptied",
       count(*) FILTER (WHERE live) AS "order",
       count(*) FILTER (WHERE pinned AND NOT live) AS pinned,
       min(fulfilled_on) FILTER (WHERE live) AS "first fulfilled_on",
       count(*) FILTER (WHERE customer IS NULL OR NOT isfinite(fulfilled_on)) AS unclear
FROM (
    SELECT fulfilled_on, fulfilled_on IS NULL OR fulfilled_on > :order AS live, invoiced.id IS NOT NULL AS pinned,
           deliver_street, deliver_zip, deliver_city, ip_address, customers.id AS customer
    FROM orders
    LEFT JOIN invoiced ON invoiced.id = orders.id
    LEFT JOIN customers ON customers.id = orders.customer_id
);

-- plan guest_orders
SELECT count(*) FILTER (WHERE NOT live AND NOT tax) AS goes,
       count(buyer_email) FILTER (WHERE tax AND NOT live) AS "buyer_email emptied",
       count(ip_address) FILTER (WHERE tax AND NOT live) AS "ip_address emptied",
       count(total_cents) FILTER (WHERE live AND NOT tax) AS "total_cents emptied",
       count(*) FILTER (WHERE live) AS "order",
       count(*) FILTER (WHERE tax) AS tax,
       min(fulfilled_on) FILTER (WHERE live) AS "first fulfilled_on",
       min(invoiced_on) FILTER (WHERE tax) AS "first invoiced_on",
       count(*) FILTER (
           WHERE NOT isfinite(fulfilled_on) OR NOT isfinite(invoiced_on)
       ) AS unclear
FROM (
    SELECT fulfilled_on, invoiced_on, fulfilled_on IS NULL OR fulfilled_on > :order AS live,
           invoiced_on IS NOT NULL AND invoiced_on <= :today AND invoiced_on > :tax AS tax,
           buyer_email, ip_address, total_cents
    FROM guest_orders
);

-- plan contracts
SELECT count(*) FILTER (WHERE NOT live) AS goes,
       count(*) FILTER (WHERE live) AS service,
       min(ended_on) FILTER (WHERE live) AS "first ended_on",
       count(*) FILTER (WHERE customer IS NULL OR NOT isfinite(ended_on)) AS unclear
FROM (
    SELECT ended_on, ended_on IS NULL OR ended_on > :service AS live, customers.id AS customer
    FROM contracts LEFT JOIN customers ON customers.id = contracts.customer_id
);

-- plan company_contacts
SELECT count(*) FILTER (WHERE NOT live) AS goes,
       count(*) FILTER (WHERE live) AS "business contacts",
       min(added_on) FILTER (WHERE added_on > :business) AS "first added_on",
       count(*) FILTER (
           WHERE customer IS NULL OR NOT isfinite(added_on) OR NOT isfinite(left_on)
       ) AS unclear
FROM (
    SELECT added_on, left_on, customers.id AS customer,
           added_on > :business
           OR ((left_on IS NULL OR left_on > :business) AND EXISTS (
               SELECT 1 FROM contracts
               WHERE contracts.customer_id = company_contacts.customer_id AND (ended_on IS NULL OR ended_on > :business)
           )) AS live
    FROM company_contacts LEFT JOIN customers ON customers.id = company_contacts.customer_id
);

-- plan accounts
SELECT count(*) FILTER (WHERE NOT live) AS goes,
       count(*) FILTER (WHERE live) AS account,
       min(closed_on) FILTER (WHERE closed_on > :account) AS "first closed_on",
       count(*) FILTER (WHERE customer IS NULL OR NOT isfinite(closed_on)) AS unclear
FROM (
    SELECT closed_on, customers.id AS customer,
           closed_on IS NULL OR closed_on > :account OR registered_on > :account AS live
    FROM accounts LEFT JOIN customers ON customers.id = accounts.customer_id
);

-- plan sign_ins
SELECT count(*) FILTER (WHERE signed_in_on <= :security) AS goes,
       count(*) FILTER (WHERE signed_in_on > :security) AS security,
       min(signed_in_on) FILTER (WHERE signed_in_on > :security) AS "first signed_in_on",
       count(*) FILTER (WHERE NOT isfinite(signed_in_on)) AS unclear
FROM sign_ins;

-- plan customers
SELECT count(*) FILTER (WHERE NOT pinned) AS goes,
       count(*) FILTER (WHERE pinned AND name <> '') AS "name emptied",
       count(*) FILTER (WHERE pinned AND customer_number <> 'erased-' || id) AS "customer_number emptied",
       count(salutation) FILTER (WHERE pinned OR (pinned IS NULL AND NOT live)) AS "salutation emptied",
       count(company) FILTER (WHERE pinned) AS "company emptied",
       count(email) FILTER (WHERE pinned) AS "email emptied",
       count(phone) FILTER (WHERE pinned) AS "phone emptied",
       count(street) FILTER (WHERE pinned) AS "street emptied",
       count(zip) FILTER (WHERE pinned) AS "zip emptied",
       count(city) FILTER (WHERE pinned) AS "city emptied",
       count(*) FILTER (WHERE live) AS "order",
       count(*) FILTER (WHERE service) AS service,
       count(*) FILTER (WHERE account) AS account,
       count(*) FILTER (WHERE pinned) AS pinned,
       min(registered_on) FILTER (WHERE registered_on > :account) AS "first registered_on",
       count(*) FILTER (WHERE NOT isfinite(registered_on)) AS unclear
FROM (
    SELECT customers.*, over.pinned, ordering.id IS NOT NULL AS live, served.id IS NOT NULL AS service,
           known.id IS NOT NULL AS account
    FROM customers
    LEFT JOIN over ON over.id = customers.id
    LEFT JOIN ordering ON ordering.id = customers.id
    LEFT JOIN served ON served.id = customers.id
    LEFT JOIN known ON known.id = customers.id
);

-- The run, children before parents. Payments are held by their invoice for tax, and by nothing else.
DELETE FROM payments USING invoices WHERE invoices.id = payments.invoice_id AND issued_on <= :tax;

-- Lines are held by their order, and by an invoice of that order.
DELETE FROM order_lines USING orders
WHERE orders.id = order_lines.order_id AND fulfilled_on <= :order
  AND NOT EXISTS (SELECT 1 FROM invoiced WHERE invoiced.id = order_lines.order_id AND taxed);

UPDATE order_lines SET remark = NULL
FROM orders
WHERE remark IS NOT NULL AND orders.id = order_lines.order_id AND fulfilled_on <= :order;

-- Invoices are held for tax, and name and e-mail while the customer has a contract.
DELETE FROM invoices WHERE issued_on <= :tax AND customer_id NOT IN (SELECT id FROM served);

UPDATE invoices SET bill_address = NULL, total_cents = NULL
WHERE issued_on <= :tax AND (bill_address IS NOT NULL OR total_cents IS NOT NULL);

UPDATE invoices SET sent_to = NULL WHERE sent_to IS NOT NULL AND customer_id NOT IN (SELECT id FROM served);

-- An order that an invoice points at stays as a row without content (20).
DELETE FROM orders
WHERE fulfilled_on <= :order AND NOT EXISTS (SELECT 1 FROM invoiced WHERE invoiced.id = orders.id);

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
DELETE FROM accounts USING customers
WHERE closed_on <= :account AND customers.id = accounts.customer_id AND registered_on <= :account;

-- A customer goes with the last row that points at it; until then an empty row stays, and the form of address goes
-- with the last order.
DELETE FROM customers WHERE id IN (SELECT id FROM over WHERE NOT pinned);

UPDATE customers
SET customer_number = 'erased-' || id, salutation = NULL, name = '', company = NULL, email = NULL, phone = NULL,
    street = NULL, zip = NULL, city = NULL
WHERE id IN (SELECT id FROM over WHERE pinned)
  AND (name <> '' OR customer_number <> 'erased-' || id
       OR coalesce(salutation, company, email, phone, street, zip, city) IS NOT NULL);

UPDATE customers SET salutation = NULL WHERE salutation IS NOT NULL AND id NOT IN (SELECT id FROM ordering);

COMMIT;
