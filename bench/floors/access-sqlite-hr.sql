-- The floor of `python -m bench access` for recruitment and personnel; see access-sqlite-shop.sql.
--
-- Parameters are the person (:applicant) and days: :today, and the latest day whose period is over: :closed (four weeks
-- after the end of an application), :received (the six months that it lasts at most), :pool, :personnel. Of the two
-- purposes with several ends the query gives all moments; consent that came too late is left to `pool_given_on`.
-- table hr.applications
SELECT applications.id, vacancy_id, applications.name, applications.email, phone, applications.address, letter, salary,
       reference_contacts, remarks, received_on, applications.withdrawn_on, hired_on, pool_given_on, pool_withdrawn_on,
       pool_text,
       received_on > :received
           AND (applications.withdrawn_on IS NULL OR applications.withdrawn_on > :closed)
           AND (filled_on IS NULL OR filled_on > :closed)
           AND (vacancies.withdrawn_on IS NULL OR vacancies.withdrawn_on > :closed) AS recruitment,
       pool_given_on <= :today AND pool_given_on > :pool
           AND (pool_withdrawn_on IS NULL OR pool_withdrawn_on > :today OR pool_withdrawn_on < pool_given_on)
           AND (filled_on IS NULL OR filled_on > :pool)
           AND (vacancies.withdrawn_on IS NULL OR vacancies.withdrawn_on > :pool) AS pool,
       CASE WHEN hired_on <= :today THEN
           (SELECT CASE WHEN left_on IS NULL THEN 'open' WHEN left_on > :personnel THEN left_on END FROM employees
            WHERE application_id = applications.id) END AS "for personnel",
       filled_on, vacancies.withdrawn_on AS vacancy_withdrawn_on,
       reopened_on >= received_on AS reopened,
       received_on IS NOT date(received_on)
           OR applications.withdrawn_on IS NOT date(applications.withdrawn_on) OR filled_on IS NOT date(filled_on)
           OR vacancies.withdrawn_on IS NOT date(vacancies.withdrawn_on) OR hired_on IS NOT date(hired_on)
           OR pool_given_on IS NOT date(pool_given_on) OR pool_withdrawn_on IS NOT date(pool_withdrawn_on)
           OR vacancy_id IS NOT vacancies.id AS unclear
FROM applications LEFT JOIN vacancies ON vacancies.id = vacancy_id
WHERE applications.id = :applicant;

-- table hr.documents
SELECT documents.id, application_id, documents.title, stored_as,
       received_on > :received
           AND (applications.withdrawn_on IS NULL OR applications.withdrawn_on > :closed)
           AND (filled_on IS NULL OR filled_on > :closed)
           AND (vacancies.withdrawn_on IS NULL OR vacancies.withdrawn_on > :closed) AS recruitment,
       pool_given_on <= :today AND pool_given_on > :pool
           AND (pool_withdrawn_on IS NULL OR pool_withdrawn_on > :today OR pool_withdrawn_on < pool_given_on)
           AND (filled_on IS NULL OR filled_on > :pool)
           AND (vacancies.withdrawn_on IS NULL OR vacancies.withdrawn_on > :pool) AS pool,
       CASE WHEN hired_on <= :today THEN
           (SELECT CASE WHEN left_on IS NULL THEN 'open' WHEN left_on > :personnel THEN left_on END FROM employees
            WHERE application_id = applications.id) END AS "for personnel",
       received_on, applications.withdrawn_on, filled_on, vacancies.withdrawn_on AS vacancy_withdrawn_on,
       pool_given_on,
       reopened_on >= received_on AS reopened,
       received_on IS NOT date(received_on)
           OR applications.withdrawn_on IS NOT date(applications.withdrawn_on) OR filled_on IS NOT date(filled_on)
           OR vacancies.withdrawn_on IS NOT date(vacancies.withdrawn_on) OR hired_on IS NOT date(hired_on)
           OR pool_given_on IS NOT date(pool_given_on) OR pool_withdrawn_on IS NOT date(pool_withdrawn_on)
           OR vacancy_id IS NOT vacancies.id AS unclear
FROM applications JOIN documents ON documents.application_id = applications.id
LEFT JOIN vacancies ON vacancies.id = vacancy_id
WHERE applications.id = :applicant ORDER BY documents.id;
