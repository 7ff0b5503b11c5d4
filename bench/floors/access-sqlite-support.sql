-- The floor of `python -m bench access` for the help desk; see access-sqlite-shop.sql.
--
-- Parameters are the person (:requester) and days: the latest day whose period is over: :support (after a ticket was
-- closed, or the customer was noted), :answers (after a colleague answered). Who answered is not told to the customer.
-- table support.requesters
SELECT id, customer_number, name, company, email, phone, added_on,
       (SELECT CASE WHEN max(closed_on IS NULL) THEN 'open' ELSE max(closed_on) END
        FROM (SELECT closed_on FROM tickets WHERE requester_id = requesters.id
              UNION ALL SELECT requesters.added_on)
        WHERE closed_on IS NULL OR closed_on > :support) AS "for support",
       added_on IS NOT date(added_on)
           OR EXISTS (SELECT 1 FROM tickets WHERE requester_id = requesters.id AND closed_on IS NOT date(closed_on))
           AS unclear
FROM requesters WHERE id = :requester;

-- table support.tickets
SELECT tickets.id, requester_id, subject, opened_on, closed_on,
       CASE WHEN closed_on IS NULL THEN 'open' WHEN closed_on > :support THEN closed_on
            WHEN added_on > :support THEN added_on END AS "for support",
       closed_on IS NOT date(closed_on) OR added_on IS NOT date(added_on) AS unclear
FROM requesters JOIN tickets ON requester_id = requesters.id
WHERE requesters.id = :requester ORDER BY tickets.id;

-- table support.messages
SELECT messages.id, ticket_id, body, sent_on,
       CASE WHEN closed_on IS NULL THEN 'open' WHEN closed_on > :support THEN closed_on
            WHEN added_on > :support THEN added_on END AS "for support",
       CASE WHEN sent_on > :answers THEN sent_on END AS "for support staff",
       sent_on IS NOT date(sent_on) OR closed_on IS NOT date(closed_on) AS unclear
FROM requesters JOIN tickets ON requester_id = requesters.id JOIN messages ON ticket_id = tickets.id
WHERE requesters.id = :requester ORDER BY messages.id;

-- table support.attachments
SELECT attachments.id, object_type, object_id, attachments.title, stored_as,
       CASE WHEN closed_on IS NULL THEN 'open' WHEN closed_on > :support THEN closed_on
            WHEN added_on > :support THEN added_on END AS "for support",
       closed_on IS NOT date(closed_on) AS unclear
FROM (
    SELECT tickets.id AS ticket, closed_on, added_on, 'ticket' AS kind, tickets.id AS object
    FROM requesters JOIN tickets ON requester_id = requesters.id WHERE requesters.id = :requester
    UNION ALL
    SELECT ticket_id, closed_on, added_on, 'message', messages.id
    FROM requesters JOIN tickets ON requester_id = requesters.id JOIN messages ON ticket_id = tickets.id
    WHERE requesters.id = :requester
) AS owned
JOIN attachments ON object_id = object AND object_type = kind
ORDER BY attachments.id;
