-- The floor of `python -m bench sweep` for the help desk; see sweep-postgresql-shop.sql.
--
-- Parameters are days: :today, and the latest day whose period is over: :support (after a ticket was
-- closed, or a customer was noted), :answers (after a colleague answered), :employment (after a colleague left).
SET work_mem = '64MB';

SET temp_buffers = '64MB';

BEGIN ISOLATION LEVEL REPEATABLE READ;

-- Which tickets are held: by themselves, or since their customer was noted (4). What is said in them goes with them; the
-- colleague's name is held by the answer itself.
CREATE TEMP TABLE over ON COMMIT DROP AS
SELECT tickets.id FROM tickets JOIN requesters ON requesters.id = tickets.requester_id
WHERE closed_on <= :support AND added_on <= :support;

ANALYZE over;

-- plan attachments
SELECT count(*) FILTER (WHERE done IS NOT NULL) AS goes,
       count(*) FILTER (WHERE done IS NULL) AS support,
       count(*) FILTER (WHERE parent IS NULL) AS unclear
FROM (
    SELECT coalesce(own.id, beyond.id) AS done, coalesce(tickets.id, messages.id) AS parent
    FROM attachments
    LEFT JOIN tickets ON object_type = 'ticket' AND tickets.id = object_id
    LEFT JOIN messages ON object_type = 'message' AND messages.id = object_id
    LEFT JOIN over AS own ON own.id = tickets.id
    LEFT JOIN over AS beyond ON beyond.id = messages.ticket_id
);

-- plan messages
SELECT count(*) FILTER (WHERE done AND NOT named) AS goes,
       count(body) FILTER (WHERE done AND named) AS "body emptied",
       count(agent_name) FILTER (WHERE NOT done AND NOT named) AS "agent_name emptied",
       count(*) FILTER (WHERE NOT done) AS support,
       count(*) FILTER (WHERE named) AS "support staff",
       min(sent_on) FILTER (WHERE named) AS "first sent_on",
       count(*) FILTER (WHERE ticket IS NULL OR NOT isfinite(sent_on)) AS unclear
FROM (
    SELECT messages.body, agent_name, sent_on, tickets.id AS ticket, over.id IS NOT NULL AS done,
           sent_on > :answers AS named
    FROM messages
    LEFT JOIN tickets ON tickets.id = messages.ticket_id
    LEFT JOIN over ON over.id = messages.ticket_id
);

-- plan tickets
SELECT count(*) FILTER (WHERE over.id IS NOT NULL) AS goes,
       count(*) FILTER (WHERE over.id IS NULL) AS support,
       min(closed_on) FILTER (WHERE over.id IS NULL) AS "first closed_on",
       count(*) FILTER (WHERE requesters.id IS NULL OR NOT isfinite(closed_on)) AS unclear
FROM tickets
LEFT JOIN requesters ON requesters.id = tickets.requester_id
LEFT JOIN over ON over.id = tickets.id;

-- plan requesters
SELECT count(*) FILTER (WHERE NOT live) AS goes,
       count(*) FILTER (WHERE live) AS support,
       count(*) FILTER (WHERE NOT isfinite(added_on)) AS unclear
FROM (
    SELECT added_on,
           added_on > :support
           OR EXISTS (SELECT 1 FROM tickets WHERE requester_id = requesters.id
                      AND (closed_on IS NULL OR closed_on > :support)) AS live
    FROM requesters
);

-- files attachments
SELECT stored_as FROM attachments
WHERE (object_type = 'ticket' AND object_id IN (SELECT id FROM over))
   OR (object_type = 'message' AND object_id IN (SELECT id FROM messages WHERE ticket_id IN (SELECT id FROM over)));

DELETE FROM attachments
WHERE (object_type = 'ticket' AND object_id IN (SELECT id FROM over))
   OR (object_type = 'message' AND object_id IN (SELECT id FROM messages WHERE ticket_id IN (SELECT id FROM over)));

DELETE FROM messages USING over WHERE over.id = ticket_id AND sent_on <= :answers;

UPDATE messages SET body = NULL FROM over WHERE body IS NOT NULL AND over.id = ticket_id;

UPDATE messages SET agent_name = NULL WHERE agent_name IS NOT NULL AND sent_on <= :answers;

DELETE FROM tickets WHERE id IN (SELECT id FROM over) AND NOT EXISTS (SELECT 1 FROM messages WHERE ticket_id = tickets.id);

UPDATE tickets SET subject = NULL WHERE subject IS NOT NULL AND id IN (SELECT id FROM over);

DELETE FROM requesters
WHERE added_on <= :support AND NOT EXISTS (SELECT 1 FROM tickets WHERE requester_id = requesters.id);

-- plan agents
SELECT count(*) FILTER (WHERE NOT live AND NOT named) AS goes,
       count(*) FILTER (WHERE NOT live AND named AND name <> '') AS "name emptied",
       count(*) FILTER (WHERE live) AS employment,
       count(*) FILTER (WHERE NOT live AND named) AS pinned,
       min(left_on) FILTER (WHERE live) AS "first left_on",
       count(*) FILTER (WHERE NOT isfinite(left_on)) AS unclear
FROM (
    SELECT name, left_on, left_on IS NULL OR left_on > :employment AS live,
           EXISTS (SELECT 1 FROM messages WHERE agent_id = agents.id) AS named
    FROM agents
);

-- A colleague whose answers are still there stays as a row without a name (20).
DELETE FROM agents
WHERE left_on <= :employment AND NOT EXISTS (SELECT 1 FROM messages WHERE agent_id = agents.id);

UPDATE agents SET name = '' WHERE name <> '' AND left_on <= :employment;

COMMIT;
