-- The floor of `python -m bench sweep` for recruitment and personnel; see sweep-sqlite-shop.sql.
--
-- Parameters are days, compared as text: :today, and the latest day whose period is over: :closed (four weeks after the
-- end of an application), :received (the six months that it lasts at most), :pool, :personnel, :employment, :tax.
-- `spans` holds for each day the last day of those four weeks, those six months and the year of the personnel file,
-- since whether consent was given in time depends on two days of the same row.
PRAGMA foreign_keys = ON;

PRAGMA cache_size = -65536;

PRAGMA temp_store = MEMORY;

BEGIN IMMEDIATE;

-- What holds each application: recruitment until the first end, the talent pool if consent came while something else
-- still held it and was not withdrawn since, the personnel file from the day of hiring (14, 16). Where the vacancy was
-- reopened after the application came in (10), or somebody was hired whom the personnel records do not know (8), it is
-- held, but a person is asked: `sure` says which grounds are beyond doubt.
-- Whose wages are still kept for tax: that row of an employee stays as a key, and so does the application behind it.
CREATE TEMP TABLE paid (id INTEGER PRIMARY KEY);

INSERT OR IGNORE INTO paid SELECT employee_id FROM payslips WHERE issued_on > :tax;

CREATE TEMP TABLE held (
    id INTEGER PRIMARY KEY, recruitment INTEGER, pool INTEGER, personnel INTEGER, sure INTEGER, pinned INTEGER,
    closed_on DATE, consent_runs_from DATE, left_on DATE
);

INSERT INTO held
SELECT id, recruitment, pool, personnel,
       (((recruitment OR pool) AND NOT reopened) OR (personnel AND employee IS NOT NULL)) AND readable,
       employee IS NOT NULL AND (left_on IS NULL OR left_on > :employment OR paid),
       nullif(min(vacancy_over_on, coalesce(withdrawn_on, '9999-12-31')), '9999-12-31'),
       min(vacancy_over_on, pool_given_on), left_on
FROM (
    SELECT application.id, employees.id AS employee, employees.left_on, pool_given_on, withdrawn_on,
           employees.id IN (SELECT id FROM paid) AS paid,
           min(coalesce(filled_on, '9999-12-31'), coalesce(vacancy_withdrawn_on, '9999-12-31')) AS vacancy_over_on,
           coalesce(reopened_on >= received_on, 0) AS reopened,
           received_on IS date(received_on) AND withdrawn_on IS date(withdrawn_on) AND hired_on IS date(hired_on)
               AND pool_given_on IS date(pool_given_on) AND pool_withdrawn_on IS date(pool_withdrawn_on)
               AND filled_on IS date(filled_on) AND vacancy_withdrawn_on IS date(vacancy_withdrawn_on)
               AND reopened_on IS date(reopened_on) AND vacancy_id IS known_vacancy AS readable,
           (withdrawn_on IS NULL OR withdrawn_on > :closed)
               AND (filled_on IS NULL OR filled_on > :closed)
               AND (vacancy_withdrawn_on IS NULL OR vacancy_withdrawn_on > :closed)
               AND received_on > :received AS recruitment,
           pool_given_on IS NOT NULL
               AND pool_given_on <= :today
               AND (pool_withdrawn_on IS NULL OR pool_withdrawn_on > :today OR pool_withdrawn_on < pool_given_on)
               AND pool_given_on > :pool
               AND (filled_on IS NULL OR filled_on > :pool)
               AND (vacancy_withdrawn_on IS NULL OR vacancy_withdrawn_on > :pool)
               AND (pool_given_on <= min(received.six_months,
                                         coalesce(withdrawn.four_weeks, '9999-12-31'),
                                         coalesce(filled.four_weeks, '9999-12-31'),
                                         coalesce(vacancy_withdrawn.four_weeks, '9999-12-31'))
                    OR (hired_on IS NOT NULL AND hired_on <= pool_given_on
                        AND (employees.left_on IS NULL OR pool_given_on <= staff_left.one_year))) AS pool,
           hired_on IS NOT NULL AND hired_on <= :today
               AND (employees.left_on IS NULL OR employees.left_on > :personnel) AS personnel
    FROM (
        SELECT applications.*, filled_on, vacancies.withdrawn_on AS vacancy_withdrawn_on, reopened_on,
               vacancies.id AS known_vacancy
        FROM applications LEFT JOIN vacancies ON vacancies.id = applications.vacancy_id
    ) AS application
    LEFT JOIN employees ON employees.application_id = application.id
    LEFT JOIN spans AS received ON received.day = application.received_on
    LEFT JOIN spans AS withdrawn ON withdrawn.day = application.withdrawn_on
    LEFT JOIN spans AS filled ON filled.day = application.filled_on
    LEFT JOIN spans AS vacancy_withdrawn ON vacancy_withdrawn.day = application.vacancy_withdrawn_on
    LEFT JOIN spans AS staff_left ON staff_left.day = employees.left_on
);

CREATE TEMP TABLE over (id INTEGER PRIMARY KEY, pinned INTEGER NOT NULL);

INSERT INTO over SELECT id, pinned FROM held WHERE NOT (recruitment OR pool OR personnel);

-- The plan, as for the shop; of what is held but not for sure a person is asked.
-- plan documents
SELECT count(*) FILTER (WHERE over.id IS NOT NULL) AS goes,
       count(*) FILTER (WHERE recruitment) AS recruitment,
       count(*) FILTER (WHERE pool) AS "talent pool",
       count(*) FILTER (WHERE personnel) AS personnel,
       count(*) FILTER (WHERE over.id IS NULL AND NOT coalesce(sure, 0)) AS unclear
FROM documents
LEFT JOIN held ON held.id = documents.application_id
LEFT JOIN over ON over.id = documents.application_id;

-- plan payslips
SELECT count(*) FILTER (WHERE issued_on <= :tax) AS goes,
       count(*) FILTER (WHERE issued_on > :tax) AS tax,
       min(issued_on) FILTER (WHERE issued_on > :tax) AS "first issued_on",
       count(*) FILTER (WHERE issued_on IS NOT date(issued_on)) AS unclear
FROM payslips;

-- plan employees
SELECT count(*) FILTER (WHERE NOT live AND NOT paid) AS goes,
       count(*) FILTER (WHERE NOT live AND paid AND name <> '') AS "name emptied",
       count(email) FILTER (WHERE NOT live AND paid) AS "email emptied",
       count(address) FILTER (WHERE NOT live AND paid) AS "address emptied",
       count(iban) FILTER (WHERE NOT live AND paid) AS "iban emptied",
       count(job) FILTER (WHERE NOT live AND paid) AS "job emptied",
       count(*) FILTER (WHERE live) AS employment,
       count(*) FILTER (WHERE NOT live AND paid) AS pinned,
       min(left_on) FILTER (WHERE live) AS "first left_on",
       count(*) FILTER (WHERE left_on IS NOT date(left_on) OR application_id IS NOT held_id) AS unclear
FROM (
    SELECT employees.*, held.id AS held_id, employees.id IN (SELECT id FROM paid) AS paid,
           employees.left_on IS NULL OR employees.left_on > :employment OR coalesce(held.personnel, 0) AS live
    FROM employees LEFT JOIN held ON held.id = employees.application_id
);

-- plan applications
SELECT count(*) FILTER (WHERE over.pinned = 0) AS goes,
       count(*) FILTER (WHERE over.pinned = 1 AND name <> '') AS "name emptied",
       count(email) FILTER (WHERE over.pinned = 1) AS "email emptied",
       count(phone) FILTER (WHERE over.pinned = 1) AS "phone emptied",
       count(address) FILTER (WHERE over.pinned = 1) AS "address emptied",
       count(letter) FILTER (WHERE over.pinned = 1) AS "letter emptied",
       count(salary) FILTER (WHERE over.pinned = 1) AS "salary emptied",
       count(reference_contacts) FILTER (WHERE over.pinned = 1) AS "reference_contacts emptied",
       count(remarks) FILTER (WHERE over.pinned = 1) AS "remarks emptied",
       count(*) FILTER (WHERE recruitment) AS recruitment,
       count(*) FILTER (WHERE pool) AS "talent pool",
       count(*) FILTER (WHERE personnel) AS personnel,
       count(*) FILTER (WHERE over.id IS NULL AND NOT sure) AS unclear,
       count(*) FILTER (WHERE over.pinned = 1) AS pinned,
       min(received_on) FILTER (WHERE recruitment) AS "first received_on",
       min(closed_on) FILTER (WHERE recruitment) AS "first closed_on",
       min(consent_runs_from) FILTER (WHERE pool) AS "first consent given",
       min(left_on) FILTER (WHERE personnel) AS "first left_on"
FROM applications
CROSS JOIN held ON held.id = applications.id
LEFT JOIN over ON over.id = applications.id;

-- The files that go: those that a row names that goes, and no other row.
-- files documents
SELECT stored_as FROM documents WHERE application_id IN (SELECT id FROM over)
EXCEPT
SELECT stored_as FROM documents WHERE application_id NOT IN (SELECT id FROM over);

-- The run, children before parents.
DELETE FROM payslips WHERE issued_on <= :tax;

DELETE FROM documents WHERE application_id IN (SELECT id FROM over);

-- An employee's row also says when its application is over, and stays for that as long as needed (20).
DELETE FROM employees
WHERE left_on <= :employment
  AND id NOT IN (SELECT id FROM paid)
  AND NOT EXISTS (SELECT 1 FROM held WHERE held.id = employees.application_id AND personnel);

UPDATE employees SET name = '', email = NULL, address = NULL, iban = NULL, job = NULL
WHERE left_on <= :employment
  AND (name <> '' OR coalesce(email, address, iban, job) IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM held WHERE held.id = employees.application_id AND personnel);

DELETE FROM applications WHERE id IN (SELECT id FROM over WHERE NOT pinned);

UPDATE applications
SET name = '', email = NULL, phone = NULL, address = NULL, letter = NULL, salary = NULL, reference_contacts = NULL,
    remarks = NULL
WHERE id IN (SELECT id FROM over WHERE pinned)
  AND (name <> '' OR coalesce(email, phone, address, letter, salary, reference_contacts, remarks) IS NOT NULL);

COMMIT;
