-- The floor of `python -m bench sweep` for the website; see sweep-postgresql-shop.sql.
--
-- Parameters are days: :today, and the latest day whose period is over: :contact (after an answer),
-- :asked (the two years that a question lasts at most), :down (after a review was taken off the site), :review (the two
-- years that a review lasts at most).
SET work_mem = '64MB';

SET temp_buffers = '64MB';

BEGIN ISOLATION LEVEL REPEATABLE READ;

-- plan contact_messages
SELECT count(*) FILTER (WHERE NOT live) AS goes,
       count(*) FILTER (WHERE live) AS contact,
       min(answered_on) FILTER (WHERE live) AS "first answered_on",
       count(*) FILTER (WHERE NOT isfinite(received_on) OR NOT isfinite(answered_on)) AS unclear
FROM (
    SELECT received_on, answered_on,
           (answered_on IS NULL OR answered_on > :contact) AND received_on > :asked AS live
    FROM contact_messages
);

-- plan testimonials
SELECT count(*) FILTER (WHERE NOT live) AS goes,
       count(*) FILTER (WHERE live) AS testimonials,
       min(written_on) FILTER (WHERE live) AS "first written_on",
       count(*) FILTER (
           WHERE NOT isfinite(written_on) OR NOT isfinite(withdrawn_on)
                 OR NOT isfinite(taken_down_on)
       ) AS unclear
FROM (
    SELECT written_on, withdrawn_on, taken_down_on,
           written_on > :review
           AND (taken_down_on IS NULL OR taken_down_on > :down)
           AND (withdrawn_on IS NULL OR withdrawn_on > :today OR withdrawn_on < written_on) AS live
    FROM testimonials
);

DELETE FROM contact_messages WHERE answered_on <= :contact OR received_on <= :asked;

DELETE FROM testimonials
WHERE written_on <= :review OR taken_down_on <= :down OR (withdrawn_on <= :today AND withdrawn_on >= written_on);

COMMIT;
