-- The floor of `python -m bench access` for the website; see access-sqlite-shop.sql.
--
-- Parameters are the person (:visitor, an address in small letters) and days: the latest day whose period is over:
-- :contact (after an answer), :asked (the two years that a question lasts at most).
-- table site.contact_messages
SELECT id, channel, sender_name, sender_email, sender_phone, body, note, received_on, answered_on,
       (answered_on IS NULL OR answered_on > :contact) AND received_on > :asked AS contact,
       received_on IS NOT date(received_on) OR answered_on IS NOT date(answered_on) AS unclear
FROM contact_messages WHERE lower(trim(sender_email)) = :visitor ORDER BY id;
