-- The floor of `python -m bench promises` for the website; see promises-sqlite-shop.sql.
PRAGMA cache_size = -65536;

PRAGMA temp_store = MEMORY;

-- table contact_messages
SELECT count(*) AS seen, count(*) FILTER (WHERE answered_on <= :contact OR received_on <= :asked) AS wrong,
       count(*) FILTER (WHERE received_on IS NOT date(received_on) OR answered_on IS NOT date(answered_on)) AS unclear
FROM contact_messages
WHERE sender_name <> '' OR coalesce(sender_email, sender_phone, body, note) IS NOT NULL;

-- table testimonials
SELECT count(*) AS seen, count(*) FILTER (WHERE NOT live) AS wrong,
       count(*) FILTER (
           WHERE written_on IS NOT date(written_on) OR withdrawn_on IS NOT date(withdrawn_on)
                 OR taken_down_on IS NOT date(taken_down_on)
       ) AS unclear
FROM (
    SELECT written_on, withdrawn_on, taken_down_on,
           written_on > :review
           AND (taken_down_on IS NULL OR taken_down_on > :down)
           AND (withdrawn_on IS NULL OR withdrawn_on > :today OR withdrawn_on < written_on) AS live
    FROM testimonials
    WHERE reviewer_name <> '' OR coalesce(reviewer_email, employer, body) IS NOT NULL
);

-- Consents, which columns are always empty.
SELECT count(written_on) FROM testimonials;

SELECT count(sender_name), count(sender_email), count(sender_phone), count(body), count(note) FROM contact_messages;

SELECT count(reviewer_name), count(reviewer_email), count(employer), count(body) FROM testimonials;
