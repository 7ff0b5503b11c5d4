-- The floor of `python -m bench access` for the shop: one query per table, written by hand for SQLite, before and
-- without the engine. It finds the rows of one person, and per purpose the moment from which its period runs: 'open'
-- while there is none yet, NULL where the purpose holds the row no more. `unclear` says that a date cannot be read.
--
-- Parameters are the person (:customer, and :guest, an address in small letters) and, as text, per purpose the latest
-- day whose period is over (:order, :service, :account, :security, :tax).
-- table shop.customers
SELECT id, customer_number, salutation, name, company, email, phone, street, zip, city, registered_on,
       (SELECT CASE WHEN max(fulfilled_on IS NULL) THEN 'open' ELSE max(fulfilled_on) END FROM orders
        WHERE customer_id = customers.id AND (fulfilled_on IS NULL OR fulfilled_on > :order)) AS "for order",
       (SELECT CASE WHEN max(ended_on IS NULL) THEN 'open' ELSE max(ended_on) END FROM contracts
        WHERE customer_id = customers.id AND (ended_on IS NULL OR ended_on > :service)) AS "for service",
       (SELECT CASE WHEN max(closed_on IS NULL) THEN 'open' ELSE max(closed_on) END
        FROM (SELECT closed_on FROM accounts WHERE customer_id = customers.id
              UNION ALL SELECT customers.registered_on)
        WHERE closed_on IS NULL OR closed_on > :account) AS "for account",
       registered_on IS NOT date(registered_on)
           OR EXISTS (SELECT 1 FROM orders WHERE customer_id = customers.id AND fulfilled_on IS NOT date(fulfilled_on))
           OR EXISTS (SELECT 1 FROM contracts WHERE customer_id = customers.id AND ended_on IS NOT date(ended_on))
           OR EXISTS (SELECT 1 FROM accounts WHERE customer_id = customers.id AND closed_on IS NOT date(closed_on))
           AS unclear
FROM customers WHERE id = :customer;

-- table shop.orders
SELECT id, customer_id, deliver_street, deliver_zip, deliver_city, ip_address, ordered_on, fulfilled_on,
       CASE WHEN fulfilled_on IS NULL THEN 'open' WHEN fulfilled_on > :order THEN fulfilled_on END AS "for order",
       fulfilled_on IS NOT date(fulfilled_on) AS unclear
FROM orders WHERE customer_id = :customer ORDER BY id;

-- table shop.invoices
SELECT id, number, customer_id, order_id, bill_name, bill_address, sent_to, total_cents, issued_on,
       (SELECT CASE WHEN max(ended_on IS NULL) THEN 'open' ELSE max(ended_on) END FROM contracts
        WHERE customer_id = invoices.customer_id AND (ended_on IS NULL OR ended_on > :service)) AS "for service",
       CASE WHEN issued_on > :tax THEN issued_on END AS "for tax",
       issued_on IS NOT date(issued_on)
           OR NOT EXISTS (SELECT 1 FROM customers WHERE customers.id = invoices.customer_id)
           OR EXISTS (SELECT 1 FROM contracts
                      WHERE customer_id = invoices.customer_id AND ended_on IS NOT date(ended_on)) AS unclear
FROM invoices WHERE customer_id = :customer ORDER BY id;

-- table shop.payments
SELECT payments.id, invoice_id, iban, payer, amount_cents, paid_on,
       CASE WHEN issued_on > :tax THEN issued_on END AS "for tax", issued_on IS NOT date(issued_on) AS unclear
FROM invoices JOIN payments ON payments.invoice_id = invoices.id
WHERE customer_id = :customer ORDER BY payments.id;

-- table shop.order_lines
SELECT order_lines.id, order_id, product, remark, quantity, price_cents,
       CASE WHEN fulfilled_on IS NULL THEN 'open' WHEN fulfilled_on > :order THEN fulfilled_on END AS "for order",
       (SELECT max(issued_on) FROM invoices WHERE order_id = order_lines.order_id AND issued_on > :tax) AS "for tax",
       fulfilled_on IS NOT date(fulfilled_on)
           OR EXISTS (SELECT 1 FROM invoices
                      WHERE order_id = order_lines.order_id AND issued_on IS NOT date(issued_on)) AS unclear
FROM orders JOIN order_lines ON order_lines.order_id = orders.id
WHERE customer_id = :customer ORDER BY order_lines.id;

-- table shop.contracts
SELECT id, customer_id, product, domain, iban, started_on, ended_on,
       CASE WHEN ended_on IS NULL THEN 'open' WHEN ended_on > :service THEN ended_on END AS "for service",
       ended_on IS NOT date(ended_on) AS unclear
FROM contracts WHERE customer_id = :customer ORDER BY id;

-- table shop.accounts
SELECT id, customer_id, login, created_on, closed_on,
       max(CASE WHEN closed_on IS NULL THEN 'open' WHEN closed_on > :account THEN closed_on ELSE '' END,
           coalesce((SELECT registered_on FROM customers
                     WHERE customers.id = accounts.customer_id AND registered_on > :account), '')) AS "for account",
       closed_on IS NOT date(closed_on)
           OR (SELECT registered_on IS NOT date(registered_on) FROM customers
               WHERE customers.id = accounts.customer_id) IS NOT 0 AS unclear
FROM accounts WHERE customer_id = :customer ORDER BY id;

-- table shop.guest_orders
SELECT id, buyer_name, buyer_email, bill_address, ip_address, product, total_cents, ordered_on, fulfilled_on,
       invoiced_on,
       CASE WHEN fulfilled_on IS NULL THEN 'open' WHEN fulfilled_on > :order THEN fulfilled_on END AS "for order",
       CASE WHEN invoiced_on > :tax AND invoiced_on <= :today THEN invoiced_on END AS "for tax",
       fulfilled_on IS NOT date(fulfilled_on) OR invoiced_on IS NOT date(invoiced_on) AS unclear
FROM guest_orders WHERE lower(trim(buyer_email)) = :guest ORDER BY id;

-- table shop.sign_ins
SELECT sign_ins.id, account_id, ip_address, browser, signed_in_on,
       CASE WHEN signed_in_on > :security THEN signed_in_on END AS "for security",
       signed_in_on IS NOT date(signed_in_on) AS unclear
FROM accounts JOIN sign_ins ON sign_ins.account_id = accounts.id
WHERE customer_id = :customer ORDER BY sign_ins.id;
