-- The floor of `python -m bench sweep` for the website; see sweep-mariadb-shop.sql.
--
-- Parameters are days: :today, and the latest day whose period is over: :contact (after an answer),
-- :asked (the two years that a question lasts at most), :down (after a review was taken off the site), :review (the two
-- years that a review lasts at most).
SET max_heap_table_size = 268435456;

SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;

START TRANSACTION;

-- plan contact_messages
SELECT count(NOT live OR NULL) AS goes,
       count(live OR NULL) AS contact,
       min(if(live, answered_on, NULL)) AS "first answered_on",
       count(((received_on IS NOT NULL AND last_day(received_on) IS NULL) OR (answered_on IS NOT NULL AND last_day(answered_on) IS NULL)) OR NULL) AS unclear
FROM (
    SELECT received_on, answered_on,
           (answered_on IS NULL OR answered_on > :contact) AND received_on > :asked AS live
    FROM contact_messages
) AS rows_seen;

-- plan testimonials
SELECT count(NOT live OR NULL) AS goes,
       count(live OR NULL) AS testimonials,
       min(if(live, written_on, NULL)) AS "first written_on",
       count(((written_on IS NOT NULL AND last_day(written_on) IS NULL) OR (withdrawn_on IS NOT NULL AND last_day(withdrawn_on) IS NULL) OR (taken_down_on IS NOT NULL AND last_day(taken_down_on) IS NULL)) OR NULL) AS unclear
FROM (
    SELECT written_on, withdrawn_on, taken_down_on,
           written_on > :review
           AND (taken_down_on IS NULL OR taken_down_on > :down)
           AND (withdrawn_on IS NULL OR withdrawn_on > :today OR withdrawn_on < written_on) AS live
    FROM testimonials
) AS rows_seen;

DELETE FROM contact_messages WHERE answered_on <= :contact OR received_on <= :asked;

DELETE FROM testimonials
WHERE written_on <= :review OR taken_down_on <= :down OR (withdrawn_on <= :today AND withdrawn_on >= written_on);

COMMIT;
