-- The floor of `python -m bench promises` for the help desk; see promises-sqlite-shop.sql.
PRAGMA cache_size = -65536;

PRAGMA temp_store = MEMORY;

CREATE TEMP TABLE over (id INTEGER PRIMARY KEY);

INSERT INTO over
SELECT tickets.id FROM tickets JOIN requesters ON requesters.id = tickets.requester_id
WHERE closed_on <= :support AND added_on <= :support;

-- table attachments
SELECT count(*) AS seen, count(*) FILTER (WHERE done IS NOT NULL) AS wrong, count(*) FILTER (WHERE parent IS NULL) AS unclear
FROM (
    SELECT coalesce(own.id, beyond.id) AS done, coalesce(tickets.id, messages.id) AS parent
    FROM attachments
    LEFT JOIN tickets ON object_type = 'ticket' AND tickets.id = object_id
    LEFT JOIN messages ON object_type = 'message' AND messages.id = object_id
    LEFT JOIN over AS own ON own.id = tickets.id
    LEFT JOIN over AS beyond ON beyond.id = messages.ticket_id
    WHERE title <> '' OR stored_as <> ''
);

-- table messages
SELECT count(body) + count(agent_name) AS seen,
       count(body) FILTER (WHERE over.id IS NOT NULL) + count(agent_name) FILTER (WHERE sent_on <= :answers) AS wrong,
       count(*) FILTER (WHERE tickets.id IS NULL OR sent_on IS NOT date(sent_on)) AS unclear
FROM messages
LEFT JOIN tickets ON tickets.id = messages.ticket_id
LEFT JOIN over ON over.id = messages.ticket_id;

-- table tickets
SELECT count(subject) AS seen, count(subject) FILTER (WHERE over.id IS NOT NULL) AS wrong,
       count(*) FILTER (WHERE requesters.id IS NULL OR closed_on IS NOT date(closed_on)) AS unclear
FROM tickets
LEFT JOIN requesters ON requesters.id = tickets.requester_id
LEFT JOIN over ON over.id = tickets.id;

-- table requesters
SELECT count(*) AS seen, count(*) FILTER (WHERE NOT live) AS wrong,
       count(*) FILTER (WHERE added_on IS NOT date(added_on)) AS unclear
FROM (
    SELECT added_on,
           added_on > :support
           OR EXISTS (SELECT 1 FROM tickets WHERE requester_id = requesters.id
                      AND (closed_on IS NULL OR closed_on > :support)) AS live
    FROM requesters
    WHERE name <> '' OR coalesce(company, email, phone) IS NOT NULL
);

-- table agents
SELECT count(*) AS seen, count(*) FILTER (WHERE left_on <= :employment) AS wrong,
       count(*) FILTER (WHERE left_on IS NOT date(left_on)) AS unclear
FROM agents WHERE name <> '';

-- Attachments of nobody, which columns are always empty.
SELECT count(*) FROM attachments
WHERE (object_type = 'ticket' AND NOT EXISTS (SELECT 1 FROM tickets WHERE tickets.id = object_id))
      OR (object_type = 'message' AND NOT EXISTS (SELECT 1 FROM messages WHERE messages.id = object_id));

SELECT count(name), count(company), count(email), count(phone) FROM requesters;

SELECT count(name) FROM agents;

SELECT count(subject) FROM tickets;

SELECT count(body), count(agent_name) FROM messages;

SELECT count(title), count(stored_as) FROM attachments;
