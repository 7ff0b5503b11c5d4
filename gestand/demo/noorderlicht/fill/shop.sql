-- The web shop of the example company. Days are numbers; table `days` turns them into dates. The `slot` of a
-- customer (its number modulo 100) says what kind of life it has, so that proportions are the same at each size:
--    0       registered within the last 25 days and nothing yet (each fifth of them yesterday)
--    1 -  4  registered over a month ago and never ordered
--    5 - 24  ordered, never took a contract
--   25 - 63  a running contract (50 - 59 have two)
--   64       a contract whose end is announced: it lies in the future
--   65 - 84  a contract that ended over three months ago
--   85 - 89  a contract that ended within the last three months
--   90 - 94  a contract that ended over three months ago, and one that runs
--   95 - 99  ordered within the last five months, no contract
-- Parameters: :today (the number of today), :customers, :guests, :contacts.
CREATE TEMPORARY TABLE lives (
    n BIGINT PRIMARY KEY, slot BIGINT, registered BIGINT, began BIGINT, ended BIGINT, last_active BIGINT
);

INSERT INTO lives (n, slot, registered)
SELECT n, n % 100,
       CASE WHEN n % 500 = 0 THEN :today - 1
            WHEN n % 100 = 0 THEN :today - 1 - a % 25
            WHEN n % 100 < 5 THEN a % (:today - 40)
            WHEN n % 100 < 25 THEN a % (:today - 10)
            WHEN n % 100 < 95 THEN a % (:today - 200)
            ELSE :today - 1 - a % 150 END
FROM dice WHERE n BETWEEN 1 AND :customers
ORDER BY n;

UPDATE lives SET began = registered + 1 + n % 7 WHERE slot BETWEEN 25 AND 94;

UPDATE lives SET ended = began + 30 + (n * 7919) % (:today - 130 - began)
WHERE slot BETWEEN 65 AND 84 OR slot BETWEEN 90 AND 94;

UPDATE lives SET ended = :today - 1 - (n * 7919) % 85 WHERE slot BETWEEN 85 AND 89;

UPDATE lives SET ended = :today + 1 + (n * 7919) % 60 WHERE slot = 64;

UPDATE lives SET last_active = CASE WHEN slot BETWEEN 65 AND 89 THEN ended
                                    WHEN slot < 25 AND registered + 400 < :today THEN registered + 400
                                    ELSE :today END;

-- The form for registering asks no form of address; an order does.
INSERT INTO customers (id, customer_number, salutation, name, company, email, phone, street, zip, city, registered_on)
SELECT people.n, 'NH-' || (1000000 + people.n),
       CASE WHEN slot < 5 THEN NULL WHEN people.n % 3 = 0 THEN 'mevrouw' WHEN people.n % 3 = 1 THEN 'heer' END,
       people.name,
       CASE WHEN people.n % 4 = 1 THEN trades.word || ' ' || people.surname END,
       people.email,
       CASE WHEN people.n % 11 = 0 THEN NULL ELSE people.phone END,
       people.street, people.zip, people.city, days.day
FROM lives
JOIN people ON people.n = lives.n
JOIN days ON days.n = lives.registered
JOIN words AS trades ON trades.list = 'trades' AND trades.n = lives.n % :trades
ORDER BY lives.n;

-- Contract numbers are even for a first contract and odd for a second one.
INSERT INTO contracts (id, customer_id, product, domain, iban, started_on, ended_on)
SELECT 2 * lives.n + second.n, lives.n, hosting.word,
       CASE WHEN lives.n % 6 = 0 THEN NULL ELSE people.slug || lives.n || '-' || second.n || '.example' END,
       people.iban, days.day, last_days.day
FROM lives
JOIN people ON people.n = lives.n
JOIN digits AS second ON second.n = 0 OR (second.n = 1 AND (slot BETWEEN 50 AND 59 OR slot BETWEEN 90 AND 94))
JOIN words AS hosting ON hosting.list = 'hosting' AND hosting.n = (lives.n + second.n) % :hosting
JOIN days ON days.n = CASE WHEN second.n = 0 THEN began WHEN slot >= 90 THEN ended + 20 ELSE began + 90 END
LEFT JOIN days AS last_days ON last_days.n = CASE WHEN second.n = 0 THEN ended END
WHERE slot BETWEEN 25 AND 94
ORDER BY lives.n, second.n;

-- An account is open while a contract runs; it closes a few days before or after the last one ended.
INSERT INTO accounts (id, customer_id, login, password_hash, created_on, closed_on)
SELECT lives.n, lives.n, people.slug || '-' || lives.n, 'scrypt$' || (dice.a * 7919) || '$' || (dice.b * 7919),
       days.day, last_days.day
FROM lives
JOIN people ON people.n = lives.n
JOIN dice ON dice.n = lives.n
JOIN days ON days.n = lives.began
LEFT JOIN days AS last_days ON last_days.n = CASE
    WHEN slot BETWEEN 65 AND 89 AND ended - 5 + dice.c % 40 <= :today THEN ended - 5 + dice.c % 40 END
WHERE slot BETWEEN 25 AND 94
ORDER BY lives.n;

-- Who has an account signs in up to three times, the last time on one of its latest days.
INSERT INTO sign_ins (id, account_id, ip_address, browser, signed_in_on)
SELECT 3 * lives.n + turn.n, lives.n, '203.0.113.' || ((lives.n * 7919 + turn.n) % 256),
       CASE WHEN lives.n % 3 = 0 THEN 'Firefox op Linux' ELSE 'Safari op iPhone' END, days.day
FROM lives
JOIN digits AS turn ON turn.n <= (lives.n * 31) % 3
JOIN dice ON dice.n = 3 * lives.n + turn.n
JOIN accounts ON accounts.id = lives.n
LEFT JOIN days AS closed ON closed.day = accounts.closed_on
JOIN days ON days.n = CASE WHEN turn.n = 0 THEN coalesce(closed.n, :today) - dice.a % (1 + (coalesce(closed.n, :today) - began) % 40)
                           ELSE began + dice.b % (1 + coalesce(closed.n, :today) - began) END
WHERE slot BETWEEN 25 AND 94
ORDER BY lives.n, turn.n;

-- Contacts work for half of the companies with a contract and are noted while one is active. Each fifth of them
-- left, one in a hundred leaves today, one in fifty later on.
CREATE TEMPORARY TABLE companies (place BIGINT PRIMARY KEY, customer BIGINT, began BIGINT, last_active BIGINT);

INSERT INTO companies (place, customer, began, last_active)
SELECT row_number() OVER (ORDER BY n) - 1, n, began, last_active
FROM lives WHERE n % 4 = 1 AND slot BETWEEN 25 AND 94;

INSERT INTO company_contacts (id, customer_id, name, job, email, phone, added_on, left_on)
SELECT drawn.n - :customers - :guests, customer, people.name, jobs.word,
       people.slug || '@bedrijf' || customer || '.example',
       CASE WHEN drawn.n % 4 = 0 THEN NULL ELSE people.phone END, added.day, left_days.day
FROM (
    SELECT dice.n, customer, added,
           CASE WHEN dice.n % 50 = 2 THEN :today + 1 + a % 60
                WHEN dice.n % 100 = 1 THEN :today
                WHEN dice.n % 5 = 0 THEN added + a % (:today - added) END AS left_day
    FROM (
        SELECT n, customer, a, began + b % (last_active - began) AS added
        FROM dice
        JOIN companies ON place = ((n - :customers - :guests) * 2) % (SELECT count(*) FROM companies)
        WHERE n BETWEEN :customers + :guests + 1 AND :customers + :guests + :contacts
    ) AS dice
) AS drawn
JOIN people ON people.n = drawn.n
JOIN words AS jobs ON jobs.list = 'jobs' AND jobs.n = drawn.n % :jobs
JOIN days AS added ON added.n = drawn.added
LEFT JOIN days AS left_days ON left_days.n = drawn.left_day
ORDER BY drawn.n;

-- One to three orders: the first when registering, later ones while the customer is active.
CREATE TEMPORARY TABLE order_days (id BIGINT PRIMARY KEY, customer BIGINT, ordered BIGINT, fulfilled BIGINT);

INSERT INTO order_days (id, customer, ordered, fulfilled)
SELECT id, customer, ordered, CASE WHEN ordered + days_needed <= :today THEN ordered + days_needed END
FROM (
    SELECT dice.n AS id, lives.n AS customer, 1 + dice.c % 9 AS days_needed,
           CASE WHEN turn.n = 0 THEN registered ELSE registered + dice.b % (last_active - registered + 1) END AS ordered
    FROM lives
    JOIN digits AS turn ON turn.n <= (lives.n * 31) % 3
    JOIN dice ON dice.n = 3 * lives.n + turn.n
    WHERE slot >= 5
) AS drawn
ORDER BY id;

INSERT INTO orders (id, customer_id, deliver_street, deliver_zip, deliver_city, ip_address, ordered_on, fulfilled_on)
SELECT id, customer,
       people.street, people.zip, people.city,
       CASE WHEN id % 10 = 0 THEN NULL ELSE '192.0.2.' || ((id * 7919) % 256) END,
       days.day, fulfilled_days.day
FROM order_days
JOIN people ON people.n = order_days.customer
JOIN days ON days.n = order_days.ordered
LEFT JOIN days AS fulfilled_days ON fulfilled_days.n = order_days.fulfilled
ORDER BY id;

INSERT INTO order_lines (id, order_id, product, remark, quantity, price_cents)
SELECT 2 * order_days.id + line.n, order_days.id, products.word,
       CASE WHEN dice.d % 8 = 0 THEN 'Graag afgeven bij de buren op nummer ' || (1 + dice.e % 180) END,
       1 + (dice.e + line.n) % 3, 495 + 100 * ((dice.d + 7 * line.n) % 80)
FROM order_days
JOIN dice ON dice.n = order_days.id
JOIN digits AS line ON line.n <= dice.a % 2
JOIN words AS products ON products.list = 'products' AND products.n = (dice.a + line.n) % :products
ORDER BY order_days.id, line.n;

-- An order is invoiced on the day of delivery, except each fiftieth, which is free of charge.
INSERT INTO invoices (id, number, customer_id, order_id, bill_name, bill_address, sent_to, total_cents, issued_on)
SELECT order_days.id, 'F' || (10000000 + order_days.id), customers.id, order_days.id,
       coalesce(customers.company, customers.name),
       customers.street || ', ' || customers.zip || ' ' || customers.city,
       customers.email, totals.cents, days.day
FROM order_days
JOIN customers ON customers.id = order_days.customer
JOIN (SELECT order_id, sum(quantity * price_cents) AS cents FROM order_lines GROUP BY order_id) AS totals
    ON totals.order_id = order_days.id
JOIN days ON days.n = order_days.fulfilled
WHERE order_days.id % 50 <> 0
ORDER BY order_days.id;

-- A contract is invoiced each year while it runs.
INSERT INTO invoices (id, number, customer_id, order_id, bill_name, bill_address, sent_to, total_cents, issued_on)
SELECT 4 * :customers + 10 * lives.n + term.n, 'C' || (10000000 + 10 * lives.n + term.n), customers.id, NULL,
       coalesce(customers.company, customers.name),
       customers.street || ', ' || customers.zip || ' ' || customers.city,
       customers.email, 2400 + 1200 * (lives.n % 9), days.day
FROM lives
JOIN digits AS term ON began + 1 + 365 * term.n <= CASE WHEN ended < :today THEN ended ELSE :today END
JOIN customers ON customers.id = lives.n
JOIN days ON days.n = began + 1 + 365 * term.n
WHERE slot BETWEEN 25 AND 94
ORDER BY lives.n, term.n;

-- Paid within three weeks; each fortieth invoice is not paid yet.
INSERT INTO payments (id, invoice_id, iban, payer, amount_cents, paid_on)
SELECT invoices.id, invoices.id, people.iban, invoices.bill_name, invoices.total_cents, paid.day
FROM invoices
JOIN people ON people.n = invoices.customer_id
JOIN days ON days.day = invoices.issued_on
JOIN days AS paid ON paid.n = days.n + 1 + (invoices.id * 13) % 20
WHERE invoices.id % 40 <> 7 AND paid.n <= :today
ORDER BY invoices.id;

-- Guests are known by their e-mail address only; half of them come back and type it otherwise. The amount is known
-- from the invoice on; each twentieth order is free of charge and has none.
INSERT INTO guest_orders (id, buyer_name, buyer_email, bill_address, ip_address, product, total_cents,
                          ordered_on, fulfilled_on, invoiced_on)
SELECT drawn.id, drawn.name,
       CASE WHEN drawn.turn = 0 OR drawn.a % 3 = 0 THEN drawn.email
            WHEN drawn.a % 3 = 1 THEN upper(drawn.email)
            ELSE ' ' || drawn.email || ' ' END,
       drawn.street || ', ' || drawn.zip || ' ' || drawn.city,
       '198.51.100.' || (drawn.a % 256), products.word,
       CASE WHEN drawn.free = 0 AND drawn.fulfilled <= :today THEN 495 + 100 * (drawn.a % 90) END,
       ordered_days.day, fulfilled_days.day, invoiced_days.day
FROM (
    SELECT 2 * (people.n - :customers) + turn.n AS id, turn.n AS turn,
           people.name, people.email, people.street, people.zip, people.city, dice.a,
           CASE WHEN (2 * people.n + turn.n) % 20 = 0 THEN 1 ELSE 0 END AS free,
           dice.b % (:today + 1) AS ordered, dice.b % (:today + 1) + 1 + dice.c % 9 AS fulfilled
    FROM people
    JOIN digits AS turn ON turn.n = 0 OR (turn.n = 1 AND people.n % 2 = 1)
    JOIN dice ON dice.n = 2 * people.n + turn.n
    WHERE people.n BETWEEN :customers + 1 AND :customers + :guests
) AS drawn
JOIN words AS products ON products.list = 'products' AND products.n = drawn.a % :products
JOIN days AS ordered_days ON ordered_days.n = drawn.ordered
LEFT JOIN days AS fulfilled_days ON fulfilled_days.n = CASE WHEN drawn.fulfilled <= :today THEN drawn.fulfilled END
LEFT JOIN days AS invoiced_days
    ON invoiced_days.n = CASE WHEN drawn.fulfilled <= :today AND drawn.free = 0 THEN drawn.fulfilled END
ORDER BY drawn.id;
