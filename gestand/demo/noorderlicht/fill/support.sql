-- The help desk of the example company. Each fifth customer has asked for help, one to three times; each tenth of them
-- only registered. A ticket is closed within three weeks; each seventh of the latest two years is still open, and one
-- in thirty of the older ones was forgotten. Of each four colleagues one left long ago (1), one within the last year (0).
-- Parameters: :today (the number of today), :customers, :others (where applicants begin), :teams (of four colleagues).
INSERT INTO agents (id, name, started_on, left_on)
SELECT dice.n, people.name, started.day, last_days.day
FROM dice
JOIN people ON people.n = :others + dice.n
JOIN days AS started ON started.n = dice.c % 300
LEFT JOIN days AS last_days ON last_days.n = CASE
    WHEN dice.n % 4 = 1 THEN 1000 + dice.a % 400
    WHEN dice.n % 4 = 0 THEN :today - 1 - dice.a % 350 END
WHERE dice.n BETWEEN 1 AND 4 * :teams
ORDER BY dice.n;

CREATE TEMPORARY TABLE ticket_days (id BIGINT PRIMARY KEY, requester BIGINT, opened BIGINT, closed BIGINT);

INSERT INTO ticket_days (id, requester, opened, closed)
SELECT id, requester, opened,
       CASE WHEN opened > :today - 730 AND id % 7 = 0 THEN NULL
            WHEN opened <= :today - 730 AND id % 30 = 0 THEN NULL
            WHEN opened + days_needed <= :today THEN opened + days_needed END
FROM (
    SELECT dice.n AS id, asker.n AS requester, dice.b % (:today + 1) AS opened, 1 + dice.c % 20 AS days_needed
    FROM dice AS asker
    JOIN digits AS turn ON turn.n <= (asker.n * 31) % 3
    JOIN dice ON dice.n = 3 * asker.n + turn.n
    WHERE asker.n BETWEEN 1 AND :customers AND asker.n % 5 = 0 AND asker.n % 50 <> 0
) AS drawn
ORDER BY id;

INSERT INTO requesters (id, customer_number, name, company, email, phone, added_on)
SELECT people.n, 'NH-' || (1000000 + people.n), people.name,
       CASE WHEN people.n % 4 = 1 THEN trades.word || ' ' || people.surname END, people.email,
       CASE WHEN people.n % 11 = 0 THEN NULL ELSE people.phone END, added.day
FROM people
JOIN dice ON dice.n = people.n
JOIN words AS trades ON trades.list = 'trades' AND trades.n = people.n % :trades
LEFT JOIN (SELECT requester, min(opened) AS first FROM ticket_days GROUP BY requester) AS asked
    ON asked.requester = people.n
JOIN days AS added ON added.n = coalesce(asked.first, dice.a % :today)
WHERE people.n BETWEEN 1 AND :customers AND people.n % 5 = 0
ORDER BY people.n;

INSERT INTO tickets (id, requester_id, subject, opened_on, closed_on)
SELECT ticket_days.id, requester, 'Mijn ' || products.word || ' werkt niet', opened_days.day, closed_days.day
FROM ticket_days
JOIN dice ON dice.n = ticket_days.id
JOIN words AS products ON products.list = 'products' AND products.n = dice.d % :products
JOIN days AS opened_days ON opened_days.n = opened
LEFT JOIN days AS closed_days ON closed_days.n = closed
ORDER BY ticket_days.id;

-- The customer writes first; a colleague answers, and sometimes once more.
INSERT INTO messages (id, ticket_id, agent_id, agent_name, body, sent_on)
SELECT 3 * ticket_days.id + turn.n, ticket_days.id, agents.id, agents.name,
       CASE WHEN turn.n = 0 THEN 'Goedemorgen, met ' || requesters.name || '. Het lukt mij niet.'
            ELSE 'Beste ' || requesters.name || ', wij kijken ernaar.' END, sent.day
FROM ticket_days
JOIN dice ON dice.n = ticket_days.id
JOIN requesters ON requesters.id = requester
JOIN digits AS turn ON turn.n <= 1 + dice.e % 2
LEFT JOIN agents ON turn.n > 0
    AND agents.id = 4 * (dice.a % :teams) + CASE WHEN opened < 900 THEN 1
                                                 WHEN opened < :today - 400 AND dice.a % 5 = 0 THEN 4
                                                 ELSE 2 + dice.a % 2 END
JOIN days AS sent ON sent.n = CASE WHEN turn.n = 0 THEN opened
                                   WHEN opened + turn.n <= coalesce(closed, :today) THEN opened + turn.n
                                   ELSE coalesce(closed, :today) END
ORDER BY ticket_days.id, turn.n;

INSERT INTO attachments (id, object_type, object_id, title, stored_as)
SELECT 2 * tickets.id, 'ticket', tickets.id, 'Schermafdruk', 'ticket-' || tickets.id || '.txt'
FROM tickets WHERE tickets.id % 4 = 0
ORDER BY tickets.id;

INSERT INTO attachments (id, object_type, object_id, title, stored_as)
SELECT 2 * messages.id + 1, 'message', messages.id, 'Logbestand', 'message-' || messages.id || '.txt'
FROM messages WHERE messages.id % 6 = 0
ORDER BY messages.id;
