-- The floor of `python -m bench sweep` for recruitment and personnel; see sweep-mariadb-shop.sql.
--
-- Parameters are days: :today, and the latest day whose period is over: :closed (four weeks after the
-- end of an application), :received (the six months that it lasts at most), :pool, :personnel, :employment, :tax.
SET max_heap_table_size = 268435456;

SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;

START TRANSACTION;

-- What holds each application: recruitment until the first end, the talent pool if consent came while something else
-- still held it and was not withdrawn since, the personnel file from the day of hiring (14, 16). Where the vacancy was
-- reopened after the application came in (10), or somebody was hired whom the personnel records do not know (8), it is
-- held, but a person is asked: `sure` says which grounds are beyond doubt.
-- Whose wages are still kept for tax: that row of an employee stays as a key, and so does the application behind it.
CREATE TEMPORARY TABLE paid (id INTEGER PRIMARY KEY) ENGINE = MEMORY;

INSERT IGNORE INTO paid SELECT employee_id FROM payslips WHERE issued_on > :tax;

CREATE TEMPORARY TABLE held (
    id INTEGER PRIMARY KEY, recruitment INTEGER, pool INTEGER, personnel INTEGER, sure INTEGER, pinned INTEGER,
    closed_on DATE, consent_runs_from DATE, left_on DATE
) ENGINE = MEMORY;

INSERT INTO held
SELECT id, recruitment, pool, personnel,
       (((recruitment OR pool) AND NOT reopened) OR (personnel AND employee IS NOT NULL)) AND readable,
       employee IS NOT NULL AND (left_on IS NULL OR left_on > :employment OR paid IS NOT NULL),
       nullif(least(vacancy_over_on, coalesce(withdrawn_on, '9999-12-31')), '9999-12-31'),
       least(vacancy_over_on, pool_given_on), left_on
FROM (
    SELECT applications.id, employees.id AS employee, left_on, pool_given_on, applications.withdrawn_on,
           paid.id AS paid,
           least(coalesce(filled_on, '9999-12-31'), coalesce(vacancies.withdrawn_on, '9999-12-31')) AS vacancy_over_on,
           coalesce(reopened_on >= received_on, 0) AS reopened,
           last_day(received_on) IS NOT NULL
               AND (applications.withdrawn_on IS NULL OR last_day(applications.withdrawn_on) IS NOT NULL)
               AND (hired_on IS NULL OR last_day(hired_on) IS NOT NULL)
               AND (pool_given_on IS NULL OR last_day(pool_given_on) IS NOT NULL)
               AND (pool_withdrawn_on IS NULL OR last_day(pool_withdrawn_on) IS NOT NULL)
               AND (filled_on IS NULL OR last_day(filled_on) IS NOT NULL)
               AND (vacancies.withdrawn_on IS NULL OR last_day(vacancies.withdrawn_on) IS NOT NULL)
               AND (reopened_on IS NULL OR last_day(reopened_on) IS NOT NULL)
               AND vacancy_id <=> vacancies.id AS readable,
           (applications.withdrawn_on IS NULL OR applications.withdrawn_on > :closed)
               AND (filled_on IS NULL OR filled_on > :closed)
               AND (vacancies.withdrawn_on IS NULL OR vacancies.withdrawn_on > :closed)
               AND received_on > :received AS recruitment,
           pool_given_on IS NOT NULL
               AND pool_given_on <= :today
               AND (pool_withdrawn_on IS NULL OR pool_withdrawn_on > :today OR pool_withdrawn_on < pool_given_on)
               AND pool_given_on > :pool
               AND (filled_on IS NULL OR filled_on > :pool)
               AND (vacancies.withdrawn_on IS NULL OR vacancies.withdrawn_on > :pool)
               AND ((pool_given_on <= received_on + INTERVAL 6 MONTH
                     AND (applications.withdrawn_on IS NULL
                          OR pool_given_on <= applications.withdrawn_on + INTERVAL 4 WEEK)
                     AND (filled_on IS NULL OR pool_given_on <= filled_on + INTERVAL 4 WEEK)
                     AND (vacancies.withdrawn_on IS NULL
                          OR pool_given_on <= vacancies.withdrawn_on + INTERVAL 4 WEEK))
                    OR (hired_on IS NOT NULL AND hired_on <= pool_given_on
                        AND (left_on IS NULL OR pool_given_on <= left_on + INTERVAL 1 YEAR))) AS pool,
           hired_on IS NOT NULL AND hired_on <= :today AND (left_on IS NULL OR left_on > :personnel) AS personnel
    FROM applications
    LEFT JOIN vacancies ON vacancies.id = applications.vacancy_id
    LEFT JOIN employees ON employees.application_id = applications.id
    LEFT JOIN paid ON paid.id = employees.id
) AS application;

CREATE TEMPORARY TABLE spent (id INTEGER PRIMARY KEY, pinned INTEGER NOT NULL) ENGINE = MEMORY;

INSERT INTO spent SELECT id, pinned FROM held WHERE NOT (recruitment OR pool OR personnel);

-- The plan, as for the shop; of what is held but not for sure a person is asked.
-- plan documents
SELECT count(spent.id IS NOT NULL OR NULL) AS goes,
       count(recruitment OR NULL) AS recruitment,
       count(pool OR NULL) AS "talent pool",
       count(personnel OR NULL) AS personnel,
       count(spent.id IS NULL AND NOT coalesce(sure, 0) OR NULL) AS unclear
FROM documents
LEFT JOIN held ON held.id = documents.application_id
LEFT JOIN spent ON spent.id = documents.application_id;

-- plan payslips
SELECT count(issued_on <= :tax OR NULL) AS goes,
       count(issued_on > :tax OR NULL) AS tax,
       min(if(issued_on > :tax, issued_on, NULL)) AS "first issued_on",
       count((issued_on IS NOT NULL AND last_day(issued_on) IS NULL) OR NULL) AS unclear
FROM payslips;

-- plan employees
SELECT count(NOT live AND NOT paid OR NULL) AS goes,
       count(NOT live AND paid AND name <> '' OR NULL) AS "name emptied",
       count(if(NOT live AND paid, email, NULL)) AS "email emptied",
       count(if(NOT live AND paid, address, NULL)) AS "address emptied",
       count(if(NOT live AND paid, iban, NULL)) AS "iban emptied",
       count(if(NOT live AND paid, job, NULL)) AS "job emptied",
       count(live OR NULL) AS employment,
       count(NOT live AND paid OR NULL) AS pinned,
       min(if(live, left_on, NULL)) AS "first left_on",
       count(((left_on IS NOT NULL AND last_day(left_on) IS NULL) OR NOT application_id <=> held_id) OR NULL) AS unclear
FROM (
    SELECT employees.*, held.id AS held_id, paid.id IS NOT NULL AS paid,
           employees.left_on IS NULL OR employees.left_on > :employment OR coalesce(held.personnel, 0) AS live
    FROM employees
    LEFT JOIN held ON held.id = employees.application_id
    LEFT JOIN paid ON paid.id = employees.id
) AS rows_seen;

-- plan applications
SELECT count(NOT spent.pinned OR NULL) AS goes,
       count(spent.pinned AND name <> '' OR NULL) AS "name emptied",
       count(if(spent.pinned, email, NULL)) AS "email emptied",
       count(if(spent.pinned, phone, NULL)) AS "phone emptied",
       count(if(spent.pinned, address, NULL)) AS "address emptied",
       count(if(spent.pinned, letter, NULL)) AS "letter emptied",
       count(if(spent.pinned, salary, NULL)) AS "salary emptied",
       count(if(spent.pinned, reference_contacts, NULL)) AS "reference_contacts emptied",
       count(if(spent.pinned, remarks, NULL)) AS "remarks emptied",
       count(recruitment OR NULL) AS recruitment,
       count(pool OR NULL) AS "talent pool",
       count(personnel OR NULL) AS personnel,
       count(spent.id IS NULL AND NOT sure OR NULL) AS unclear,
       count(spent.pinned OR NULL) AS pinned,
       min(if(recruitment, received_on, NULL)) AS "first received_on",
       min(if(recruitment, closed_on, NULL)) AS "first closed_on",
       min(if(pool, consent_runs_from, NULL)) AS "first consent given",
       min(if(personnel, left_on, NULL)) AS "first left_on"
FROM applications
JOIN held ON held.id = applications.id
LEFT JOIN spent ON spent.id = applications.id;

-- The files that go: those that a row names that goes, and no other row.
-- files documents
SELECT stored_as FROM documents WHERE application_id IN (SELECT id FROM spent)
EXCEPT
SELECT stored_as FROM documents WHERE application_id NOT IN (SELECT id FROM spent);

-- The run, children before parents.
DELETE FROM payslips WHERE issued_on <= :tax;

DELETE documents FROM spent JOIN documents ON documents.application_id = spent.id;

-- An employee's row also says when its application is over, and stays for that as long as needed (20).
DELETE employees
FROM employees
LEFT JOIN paid ON paid.id = employees.id
LEFT JOIN held ON held.id = employees.application_id AND personnel
WHERE employees.left_on <= :employment AND paid.id IS NULL AND held.id IS NULL;

UPDATE employees SET name = '', email = NULL, address = NULL, iban = NULL, job = NULL
WHERE left_on <= :employment
  AND (name <> '' OR coalesce(email, address, iban, job) IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM held WHERE held.id = employees.application_id AND personnel);

DELETE applications FROM spent JOIN applications ON applications.id = spent.id WHERE NOT pinned;

UPDATE spent JOIN applications ON applications.id = spent.id
SET name = '', email = NULL, phone = NULL, address = NULL, letter = NULL, salary = NULL, reference_contacts = NULL,
    remarks = NULL
WHERE pinned
  AND (name <> '' OR coalesce(email, phone, address, letter, salary, reference_contacts, remarks) IS NOT NULL);

COMMIT;
