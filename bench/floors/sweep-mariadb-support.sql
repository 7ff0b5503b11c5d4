-- The floor of `python -m bench sweep` for the help desk; see sweep-mariadb-shop.sql.
--
-- Parameters are days: :today, and the latest day whose period is over: :support (after a ticket was
-- closed, or a customer was noted), :answers (after a colleague answered), :employment (after a colleague left).
SET max_heap_table_size = 268435456;

SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;

START TRANSACTION;

-- Which tickets are held: by themselves, or since their customer was noted (4). What is said in them goes with them; the
-- colleague's name is held by the answer itself.
CREATE TEMPORARY TABLE spent (id INTEGER PRIMARY KEY) ENGINE = MEMORY;

INSERT INTO spent
SELECT tickets.id FROM tickets JOIN requesters ON requesters.id = tickets.requester_id
WHERE closed_on <= :support AND added_on <= :support;

-- plan attachments
SELECT count(done IS NOT NULL OR NULL) AS goes,
       count(done IS NULL OR NULL) AS support,
       count(parent IS NULL OR NULL) AS unclear
FROM (
    SELECT coalesce(own.id, beyond.id) AS done, coalesce(tickets.id, messages.id) AS parent
    FROM attachments
    LEFT JOIN tickets ON object_type = 'ticket' AND tickets.id = object_id
    LEFT JOIN messages ON object_type = 'message' AND messages.id = object_id
    LEFT JOIN spent AS own ON own.id = tickets.id
    LEFT JOIN spent AS beyond ON beyond.id = messages.ticket_id
) AS rows_seen;

-- plan messages
SELECT count(done AND NOT named OR NULL) AS goes,
       count(if(done AND named, body, NULL)) AS "body emptied",
       count(if(NOT done AND NOT named, agent_name, NULL)) AS "agent_name emptied",
       count(NOT done OR NULL) AS support,
       count(named OR NULL) AS "support staff",
       min(if(named, sent_on, NULL)) AS "first sent_on",
       count((ticket IS NULL OR (sent_on IS NOT NULL AND last_day(sent_on) IS NULL)) OR NULL) AS unclear
FROM (
    SELECT messages.body, agent_name, sent_on, tickets.id AS ticket, spent.id IS NOT NULL AS done,
           sent_on > :answers AS named
    FROM messages
    LEFT JOIN tickets ON tickets.id = messages.ticket_id
    LEFT JOIN spent ON spent.id = messages.ticket_id
) AS rows_seen;

-- plan tickets
SELECT count(spent.id IS NOT NULL OR NULL) AS goes,
       count(spent.id IS NULL OR NULL) AS support,
       min(if(spent.id IS NULL, closed_on, NULL)) AS "first closed_on",
       count((requesters.id IS NULL OR (closed_on IS NOT NULL AND last_day(closed_on) IS NULL)) OR NULL) AS unclear
FROM tickets
LEFT JOIN requesters ON requesters.id = tickets.requester_id
LEFT JOIN spent ON spent.id = tickets.id;

-- plan requesters
SELECT count(NOT live OR NULL) AS goes,
       count(live OR NULL) AS support,
       count((added_on IS NOT NULL AND last_day(added_on) IS NULL) OR NULL) AS unclear
FROM (
    SELECT added_on,
           added_on > :support
           OR EXISTS (SELECT 1 FROM tickets WHERE requester_id = requesters.id
                      AND (closed_on IS NULL OR closed_on > :support)) AS live
    FROM requesters
) AS rows_seen;

-- files attachments
SELECT stored_as FROM attachments JOIN spent ON object_type = 'ticket' AND object_id = spent.id
UNION ALL
SELECT stored_as
FROM spent
JOIN messages ON messages.ticket_id = spent.id
JOIN attachments ON object_type = 'message' AND object_id = messages.id;

DELETE attachments FROM attachments JOIN spent ON object_type = 'ticket' AND object_id = spent.id;

DELETE attachments
FROM spent
JOIN messages ON messages.ticket_id = spent.id
JOIN attachments ON object_type = 'message' AND object_id = messages.id;

DELETE messages FROM spent JOIN messages ON messages.ticket_id = spent.id WHERE sent_on <= :answers;

UPDATE spent JOIN messages ON messages.ticket_id = spent.id SET body = NULL WHERE body IS NOT NULL;

UPDATE messages SET agent_name = NULL WHERE agent_name IS NOT NULL AND sent_on <= :answers;

DELETE tickets
FROM spent
JOIN tickets ON tickets.id = spent.id
LEFT JOIN messages ON messages.ticket_id = tickets.id
WHERE messages.id IS NULL;

UPDATE spent JOIN tickets ON tickets.id = spent.id SET subject = NULL WHERE subject IS NOT NULL;

DELETE requesters FROM requesters LEFT JOIN tickets ON tickets.requester_id = requesters.id
WHERE added_on <= :support AND tickets.id IS NULL;

-- plan agents
SELECT count(NOT live AND NOT named OR NULL) AS goes,
       count(NOT live AND named AND name <> '' OR NULL) AS "name emptied",
       count(live OR NULL) AS employment,
       count(NOT live AND named OR NULL) AS pinned,
       min(if(live, left_on, NULL)) AS "first left_on",
       count((left_on IS NOT NULL AND last_day(left_on) IS NULL) OR NULL) AS unclear
FROM (
    SELECT name, left_on, left_on IS NULL OR left_on > :employment AS live,
           EXISTS (SELECT 1 FROM messages WHERE agent_id = agents.id) AS named
    FROM agents
) AS rows_seen;

-- A colleague whose answers are still there stays as a row without a name (20).
DELETE agents FROM agents LEFT JOIN messages ON messages.agent_id = agents.id
WHERE left_on <= :employment AND messages.id IS NULL;

UPDATE agents SET name = '' WHERE name <> '' AND left_on <= :employment;

COMMIT;
