-- The floor of `python -m bench sweep` for recruitment and personnel; see sweep-postgresql-shop.sql.
--
-- Parameters are days: :today, and the latest day whose period is over: :closed (four weeks after the
-- end of an application), :received (the six months that it lasts at most), :pool, :personnel, :employment, :tax.
SET work_mem = '64MB';

SET temp_buffers = '64MB';

BEGIN ISOLATION LEVEL REPEATABLE READ;

-- What holds each application: recruitment until the first end, the talent pool if consent came while something else
-- still held it and was not withdrawn since, the personnel file from the day of hiring (14, 16). Where the vacancy was
-- reopened after the application came in (10), or somebody was hired whom the personnel records do not know (8), it is
-- held, but a person is asked: `sure` says which grounds are beyond doubt.
-- Whose wages are still kept for tax: that row of an employee stays as a key, and so does the application behind it.
CREATE TEMP TABLE paid ON COMMIT DROP AS SELECT DISTINCT employee_id AS id FROM payslips WHERE issued_on > :tax;

ANALYZE paid;

CREATE TEMP TABLE held ON COMMIT DROP AS
SELECT id, recruitment, pool, personnel,
       (((recruitment OR pool) AND NOT reopened) OR (personnel AND employee IS NOT NULL)) AND readable AS sure,
       employee IS NOT NULL AND (left_on IS NULL OR left_on > :employment OR paid) AS pinned,
       least(filled_on, vacancy_withdrawn_on, withdrawn_on) AS closed_on,
       least(filled_on, vacancy_withdrawn_on, pool_given_on) AS consent_runs_from, left_on
FROM (
    SELECT applications.id, employees.id AS employee, left_on, pool_given_on, applications.withdrawn_on,
           filled_on, vacancies.withdrawn_on AS vacancy_withdrawn_on,
           employees.id IN (SELECT id FROM paid) AS paid,
           coalesce(reopened_on >= received_on, false) AS reopened,
           isfinite(received_on) AND coalesce(isfinite(applications.withdrawn_on), true)
               AND coalesce(isfinite(hired_on), true) AND coalesce(isfinite(pool_given_on), true)
               AND coalesce(isfinite(pool_withdrawn_on), true) AND coalesce(isfinite(filled_on), true)
               AND coalesce(isfinite(vacancies.withdrawn_on), true) AND coalesce(isfinite(reopened_on), true)
               AND vacancy_id IS NOT DISTINCT FROM vacancies.id AS readable,
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
               AND (pool_given_on <= least(received_on + interval '6 months',
                                           applications.withdrawn_on + interval '4 weeks',
                                           filled_on + interval '4 weeks',
                                           vacancies.withdrawn_on + interval '4 weeks')
                    OR (hired_on IS NOT NULL AND hired_on <= pool_given_on
                        AND (left_on IS NULL OR pool_given_on <= left_on + interval '1 year'))) AS pool,
           hired_on IS NOT NULL AND hired_on <= :today AND (left_on IS NULL OR left_on > :personnel) AS personnel
    FROM applications
    LEFT JOIN vacancies ON vacancies.id = applications.vacancy_id
    LEFT JOIN employees ON employees.application_id = applications.id
);

ANALYZE held;

CREATE TEMP TABLE over ON COMMIT DROP AS SELECT id, pinned FROM held WHERE NOT (recruitment OR pool OR personnel);

ANALYZE over;

-- The plan, as for the shop; of what is held but not for sure a person is asked.
-- plan documents
SELECT count(*) FILTER (WHERE over.id IS NOT NULL) AS goes,
       count(*) FILTER (WHERE recruitment) AS recruitment,
       count(*) FILTER (WHERE pool) AS "talent pool",
       count(*) FILTER (WHERE personnel) AS personnel,
       count(*) FILTER (WHERE over.id IS NULL AND NOT coalesce(sure, false)) AS unclear
FROM documents
LEFT JOIN held ON held.id = documents.application_id
LEFT JOIN over ON over.id = documents.application_id;

-- plan payslips
SELECT count(*) FILTER (WHERE issued_on <= :tax) AS goes,
       count(*) FILTER (WHERE issued_on > :tax) AS tax,
       min(issued_on) FILTER (WHERE issued_on > :tax) AS "first issued_on",
       count(*) FILTER (WHERE NOT isfinite(issued_on)) AS unclear
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
       count(*) FILTER (WHERE NOT isfinite(left_on) OR application_id IS DISTINCT FROM held_id) AS unclear
FROM (
    SELECT employees.*, held.id AS held_id, employees.id IN (SELECT id FROM paid) AS paid,
           employees.left_on IS NULL OR employees.left_on > :employment OR coalesce(held.personnel, false) AS live
    FROM employees LEFT JOIN held ON held.id = employees.application_id
);

-- plan applications
SELECT count(*) FILTER (WHERE NOT over.pinned) AS goes,
       count(*) FILTER (WHERE over.pinned AND name <> '') AS "name emptied",
       count(email) FILTER (WHERE over.pinned) AS "email emptied",
       count(phone) FILTER (WHERE over.pinned) AS "phone emptied",
       count(address) FILTER (WHERE over.pinned) AS "address emptied",
       count(letter) FILTER (WHERE over.pinned) AS "letter emptied",
       count(salary) FILTER (WHERE over.pinned) AS "salary emptied",
       count(reference_contacts) FILTER (WHERE over.pinned) AS "reference_contacts emptied",
       count(remarks) FILTER (WHERE over.pinned) AS "remarks emptied",
       count(*) FILTER (WHERE recruitment) AS recruitment,
       count(*) FILTER (WHERE pool) AS "talent pool",
       count(*) FILTER (WHERE personnel) AS personnel,
       count(*) FILTER (WHERE over.id IS NULL AND NOT sure) AS unclear,
       count(*) FILTER (WHERE over.pinned) AS pinned,
       min(received_on) FILTER (WHERE recruitment) AS "first received_on",
       min(closed_on) FILTER (WHERE recruitment) AS "first closed_on",
       min(consent_runs_from) FILTER (WHERE pool) AS "first consent given",
       min(left_on) FILTER (WHERE personnel) AS "first left_on"
FROM applications
JOIN held ON held.id = applications.id
LEFT JOIN over ON over.id = applications.id;

-- The files that go: those that a row names that goes, and no other row.
-- files documents
SELECT stored_as FROM documents WHERE application_id IN (SELECT id FROM over)
EXCEPT
SELECT stored_as FROM documents WHERE application_id NOT IN (SELECT id FROM over);

-- The run, children before parents.
DELETE FROM payslips WHERE issued_on <= :tax;

DELETE FROM documents USING over WHERE over.id = application_id;

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
