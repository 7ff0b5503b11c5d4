-- The website of the example company. Each fifth person has once asked something: a third by the form, a third by
-- mail and a third by telephone, of whom half left no e-mail address. Each ninth question was never answered.
-- Each fortieth customer wrote a review; of each seven one withdrew it, of each five one was taken off the site, and
-- each third was never published.
-- Parameters: :today (the number of today), :people, :customers.
INSERT INTO contact_messages (id, channel, sender_name, sender_email, sender_phone, body, note, received_on, answered_on)
SELECT people.n,
       CASE dice.n % 3 WHEN 0 THEN 'form' WHEN 1 THEN 'mail' ELSE 'phone' END,
       people.name,
       CASE WHEN dice.n % 6 = 2 THEN NULL ELSE people.email END,
       CASE WHEN dice.n % 3 = 2 THEN people.phone END,
       CASE WHEN dice.n % 3 < 2 THEN 'Kunt u mij meer vertellen over een ' || products.word || '?' END,
       CASE WHEN dice.n % 3 = 2 THEN 'Belde over een ' || products.word || '; wil liever in de ochtend gebeld worden' END,
       received.day, answered.day
FROM people
JOIN dice ON dice.n = people.n
JOIN words AS products ON products.list = 'products' AND products.n = dice.a % :products
JOIN days AS received ON received.n = dice.b % (:today + 1)
LEFT JOIN days AS answered ON answered.n = CASE
    WHEN dice.n % 45 <> 0 AND received.n + dice.c % 10 <= :today THEN received.n + dice.c % 10 END
WHERE people.n % 5 = 0 AND people.n <= :people
ORDER BY people.n;

INSERT INTO testimonials (id, reviewer_name, reviewer_email, employer, body, written_on, withdrawn_on, published_on,
                          taken_down_on)
SELECT lives.n, people.name, people.email, trades.word || ' ' || people.surname,
       'Altijd snel antwoord. Ik raad dit bedrijf aan, zegt ' || people.surname,
       written.day, withdrawn.day, published.day, taken_down.day
FROM (
    SELECT n, c, CASE WHEN n % 80 = 0 THEN :today - 10 - a % 600 ELSE a % (:today - 9) END AS written
    FROM dice WHERE n % 40 = 0 AND n BETWEEN 1 AND :customers
) AS lives
JOIN people ON people.n = lives.n
JOIN words AS trades ON trades.list = 'trades' AND trades.n = lives.n % :trades
JOIN days AS written ON written.n = lives.written
LEFT JOIN days AS withdrawn ON withdrawn.n = CASE WHEN lives.n % 280 = 0 AND written + 30 <= :today THEN written + 30 END
LEFT JOIN days AS published ON published.n = CASE WHEN lives.n % 120 <> 0 AND written + 5 <= :today THEN written + 5 END
LEFT JOIN days AS taken_down ON taken_down.n = CASE
    WHEN lives.n % 120 <> 0 AND lives.n % 200 = 0 AND written + 6 + c % 300 <= :today THEN written + 6 + c % 300 END
ORDER BY lives.n;
