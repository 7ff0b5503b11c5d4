-- The floor of `python -m bench promises` for recruitment and personnel; see promises-sqlite-shop.sql. :today is the day
-- itself: a consent that was withdrawn today holds nothing any more.
PRAGMA cache_size = -65536;

PRAGMA temp_store = MEMORY;

CREATE TEMP TABLE held (id INTEGER PRIMARY KEY, live INTEGER, unclear INTEGER);

INSERT INTO held
SELECT id, applied OR hired, NOT ((applied AND NOT odd) OR (hired AND known)) AND (applied OR hired)
FROM (
    SELECT applications.id,
           (received_on > :received
               AND (applications.withdrawn_on IS NULL OR applications.withdrawn_on > :closed)
               AND (filled_on IS NULL OR filled_on > :closed)
               AND (vacancies.withdrawn_on IS NULL OR vacancies.withdrawn_on > :closed))
           OR (pool_given_on IS NOT NULL AND pool_given_on > :pool
               AND (pool_withdrawn_on IS NULL OR pool_withdrawn_on > :today OR pool_withdrawn_on < pool_given_on)
               AND (filled_on IS NULL OR filled_on > :pool)
               AND (vacancies.withdrawn_on IS NULL OR vacancies.withdrawn_on > :pool)) AS applied,
           hired_on IS NOT NULL AND (left_on IS NULL OR left_on > :personnel) AS hired,
           employees.id IS NOT NULL AS known,
           coalesce(reopened_on >= received_on, 0)
           OR received_on IS NOT date(received_on) OR applications.withdrawn_on IS NOT date(applications.withdrawn_on)
           OR filled_on IS NOT date(filled_on) OR vacancies.withdrawn_on IS NOT date(vacancies.withdrawn_on)
           OR pool_given_on IS NOT date(pool_given_on) OR pool_withdrawn_on IS NOT date(pool_withdrawn_on)
           OR (vacancy_id IS NOT NULL AND vacancies.id IS NULL) AS odd
    FROM applications
    LEFT JOIN vacancies ON vacancies.id = applications.vacancy_id
    LEFT JOIN employees ON employees.application_id = applications.id
);

-- table applications
SELECT count(*) AS seen, count(*) FILTER (WHERE NOT live) AS wrong, count(*) FILTER (WHERE unclear) AS unclear
FROM applications JOIN held ON held.id = applications.id
WHERE name <> '' OR coalesce(email, phone, address, letter, salary, reference_contacts, remarks) IS NOT NULL;

-- table documents
SELECT count(*) AS seen, count(*) FILTER (WHERE NOT live) AS wrong,
       count(*) FILTER (WHERE unclear OR held.id IS NULL) AS unclear
FROM documents LEFT JOIN held ON held.id = application_id
WHERE title <> '' OR stored_as <> '';

-- table employees
SELECT count(*) AS seen, count(*) FILTER (WHERE left_on <= :employment) AS wrong,
       count(*) FILTER (WHERE left_on IS NOT date(left_on)) AS unclear
FROM employees WHERE name <> '' OR coalesce(email, address, iban, job) IS NOT NULL;

-- table payslips
SELECT count(*) AS seen, count(*) FILTER (WHERE issued_on <= :tax) AS wrong,
       count(*) FILTER (WHERE issued_on IS NOT date(issued_on)) AS unclear
FROM payslips WHERE name <> '' OR coalesce(iban, gross_cents) IS NOT NULL;

-- Consents without words; who was hired and whose application does not say so; documents of nobody; empty columns.
SELECT count(pool_given_on), count(*) FILTER (WHERE pool_given_on IS NOT NULL AND pool_text IS NULL) FROM applications;

SELECT count(*) FROM employees
WHERE left_on IS NULL AND application_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM applications WHERE applications.id = application_id AND hired_on IS NOT NULL);

SELECT count(*) FROM documents WHERE NOT EXISTS (SELECT 1 FROM applications WHERE applications.id = application_id);

SELECT count(name), count(email), count(phone), count(address), count(letter), count(salary), count(reference_contacts),
       count(remarks)
FROM applications;

SELECT count(title), count(stored_as) FROM documents;

SELECT count(name), count(email), count(address), count(iban), count(job) FROM employees;

SELECT count(name), count(iban), count(gross_cents) FROM payslips;
