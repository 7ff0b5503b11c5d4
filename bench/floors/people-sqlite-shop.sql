-- The floor of `python -m bench shop` for many people at once, by hand for SQLite. Who they are stands in the temporary
-- table `asked`, which has been filled before, in the same transaction.
--
-- Parameters, as text: the latest day whose period is over (:tax, :security).
-- table customers
SELECT id, name, email, phone, registered_on, closed_on
FROM customers WHERE id IN (SELECT key_id FROM asked) ORDER BY id;

-- table orders
SELECT id, customer_id, deliver_street, deliver_city, ordered_on, fulfilled_on
FROM orders WHERE customer_id IN (SELECT key_id FROM asked) ORDER BY id;

-- table vouchers
SELECT id, customer_id, message, value_cents
FROM vouchers WHERE customer_id IN (SELECT key_id FROM asked) ORDER BY id;

-- table subscriptions
SELECT id, customer_id, email, given_on, withdrawn_on
FROM subscriptions WHERE customer_id IN (SELECT key_id FROM asked) ORDER BY id;

-- table sign_ins
SELECT id, customer_id, ip_address, browser, signed_in_on
FROM sign_ins WHERE customer_id IN (SELECT key_id FROM asked) ORDER BY id;

-- table shipments
SELECT shipments.id, order_id, receiver, track, sent_on
FROM orders JOIN shipments ON shipments.order_id = orders.id WHERE customer_id IN (SELECT key_id FROM asked) ORDER BY shipments.id;

-- table reviews
SELECT id, customer_id, product_id, body, written_on, withdrawn_on
FROM reviews WHERE customer_id IN (SELECT key_id FROM asked) ORDER BY id;

-- table payments
SELECT id, customer_id, order_id, payer, iban, amount_cents, paid_on
FROM payments WHERE customer_id IN (SELECT key_id FROM asked) ORDER BY id;

-- table order_items
SELECT order_items.id, order_id, product_id, product, remark, quantity
FROM orders JOIN order_items ON order_items.order_id = orders.id WHERE customer_id IN (SELECT key_id FROM asked) ORDER BY order_items.id;

-- table addresses
SELECT id, customer_id, street, city
FROM addresses WHERE customer_id IN (SELECT key_id FROM asked) ORDER BY id;

-- erase
-- The lines of a finished order stay while a payment of it must be kept for tax, without the remark.
UPDATE order_items SET remark = NULL
WHERE order_id IN (SELECT id FROM orders WHERE customer_id IN (SELECT key_id FROM asked) AND fulfilled_on IS NOT NULL
                       AND EXISTS (SELECT 1 FROM payments WHERE payments.order_id = orders.id AND paid_on > :tax))
  AND remark IS NOT NULL;

DELETE FROM order_items
WHERE order_id IN (SELECT id FROM orders WHERE customer_id IN (SELECT key_id FROM asked) AND fulfilled_on IS NOT NULL
                       AND NOT EXISTS (SELECT 1 FROM payments WHERE payments.order_id = orders.id AND paid_on > :tax));

DELETE FROM shipments
WHERE order_id IN (SELECT id FROM orders WHERE customer_id IN (SELECT key_id FROM asked) AND fulfilled_on IS NOT NULL);

DELETE FROM payments WHERE customer_id IN (SELECT key_id FROM asked) AND paid_on <= :tax;

DELETE FROM reviews WHERE customer_id IN (SELECT key_id FROM asked);

DELETE FROM subscriptions WHERE customer_id IN (SELECT key_id FROM asked);

-- A younger one is an interest, which a person weighs.
DELETE FROM sign_ins WHERE customer_id IN (SELECT key_id FROM asked) AND signed_in_on <= :security;

DELETE FROM vouchers WHERE customer_id IN (SELECT id FROM customers WHERE id IN (SELECT key_id FROM asked) AND closed_on IS NOT NULL);

DELETE FROM addresses WHERE customer_id IN (SELECT id FROM customers WHERE id IN (SELECT key_id FROM asked) AND closed_on IS NOT NULL);

UPDATE orders SET deliver_street = NULL, deliver_city = NULL
WHERE customer_id IN (SELECT key_id FROM asked) AND fulfilled_on IS NOT NULL
  AND EXISTS (SELECT 1 FROM payments WHERE payments.order_id = orders.id);

DELETE FROM orders
WHERE customer_id IN (SELECT key_id FROM asked) AND fulfilled_on IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM payments WHERE payments.order_id = orders.id);

-- An order that is not delivered yet holds name and address of mail; the telephone number was for the account.
UPDATE customers SET phone = NULL
WHERE id IN (SELECT key_id FROM asked) AND closed_on IS NOT NULL
  AND EXISTS (SELECT 1 FROM orders WHERE customer_id = customers.id AND fulfilled_on IS NULL);

UPDATE customers SET name = '', email = NULL, phone = NULL
WHERE id IN (SELECT key_id FROM asked) AND closed_on IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM orders WHERE customer_id = customers.id AND fulfilled_on IS NULL)
  AND (EXISTS (SELECT 1 FROM orders WHERE customer_id = customers.id)
       OR EXISTS (SELECT 1 FROM sign_ins WHERE customer_id = customers.id));

DELETE FROM customers
WHERE id IN (SELECT key_id FROM asked) AND closed_on IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM orders WHERE customer_id = customers.id)
  AND NOT EXISTS (SELECT 1 FROM sign_ins WHERE customer_id = customers.id);
