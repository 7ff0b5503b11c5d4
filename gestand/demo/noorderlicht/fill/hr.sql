-- Recruitment and personnel of the example company. The `kind` of a vacancy (its number modulo 20) says how it went:
--    0 - 9   filled over a year ago, and one applicant hired: 3 - 4 left over two years ago, 5 left between one
--            and two years ago, 6 left within the last year, 7 leaves within two months, the others are still here
--   10       filled within the last four weeks; the person hired has yet to start
--   11 - 12  withdrawn over half a year ago; withdrawn within the last four weeks
--   13 - 15  open: since a few months; since over half a year
--   16 - 17  reopened: open now; filled again
--   18 - 19  filled between 40 days and ten months ago
-- and twelve applications belong to its number; the `place` of an application (0 - 11) says what became of it:
--    0       hired, where the vacancy was filled (17: by somebody from inside)
--    1, 5    agreed to the talent pool in time (5: on the last day, where that day has come)
--    2       agreed to the talent pool too late
--    3       agreed to the talent pool and withdrew that
--    4       withdrew the application
--    9       is also a customer, known there under another e-mail address
--   11       applied without a vacancy: younger than six months, older, or older and in the talent pool
-- Parameters: :today (the number of today), :people, :customers, :others (customers, guests and contacts), :vacancies.
CREATE TEMPORARY TABLE vacancy_lives (
    n BIGINT PRIMARY KEY, kind BIGINT, opened BIGINT, filled BIGINT, withdrawn BIGINT, reopened BIGINT, closed BIGINT
);

INSERT INTO vacancy_lives (n, kind, opened, filled, withdrawn, reopened, closed)
SELECT n, kind,
       CASE WHEN reopened IS NOT NULL THEN reopened - 100 - b % 50
            WHEN kind = 13 THEN :today - 20 - b % 100
            WHEN kind BETWEEN 14 AND 15 THEN :today - 200 - b % 100
            ELSE coalesce(filled, withdrawn) - 60 - b % 60 END,
       filled, withdrawn, reopened, coalesce(filled, withdrawn, :today)
FROM (
    SELECT n, n % 20 AS kind, b,
           CASE WHEN n % 20 IN (0, 1, 2, 8, 9) THEN 130 + a % (:today - 530)
                WHEN n % 20 IN (3, 4) THEN 130 + a % (:today - 1330)
                WHEN n % 20 = 5 THEN 130 + a % (:today - 1030)
                WHEN n % 20 IN (6, 7) THEN 130 + a % (:today - 730)
                WHEN n % 20 = 10 THEN :today - 1 - a % 26
                WHEN n % 20 = 17 THEN :today - 270 - a % 1500 + c % 60
                WHEN n % 20 IN (18, 19) THEN :today - 40 - a % 250 END AS filled,
           CASE WHEN n % 20 = 11 THEN 130 + a % (:today - 330)
                WHEN n % 20 = 12 THEN :today - 1 - a % 26 END AS withdrawn,
           CASE WHEN n % 20 = 16 THEN :today - 30 - a % 60
                WHEN n % 20 = 17 THEN :today - 300 - a % 1500 END AS reopened
    FROM dice WHERE n BETWEEN 1 AND :vacancies
) AS drawn
ORDER BY n;

INSERT INTO vacancies (id, title, opened_on, filled_on, withdrawn_on, reopened_on)
SELECT vacancy_lives.n, jobs.word, opened.day, filled.day, withdrawn.day, reopened.day
FROM vacancy_lives
JOIN words AS jobs ON jobs.list = 'jobs' AND jobs.n = vacancy_lives.n % :jobs
JOIN days AS opened ON opened.n = vacancy_lives.opened
LEFT JOIN days AS filled ON filled.n = vacancy_lives.filled
LEFT JOIN days AS withdrawn ON withdrawn.n = vacancy_lives.withdrawn
LEFT JOIN days AS reopened ON reopened.n = vacancy_lives.reopened
ORDER BY vacancy_lives.n;

CREATE TEMPORARY TABLE places (n BIGINT PRIMARY KEY);

INSERT INTO places (n) SELECT ones.n + 10 * tens.n FROM digits AS tens, digits AS ones WHERE ones.n + 10 * tens.n < 12;

CREATE TEMPORARY TABLE application_lives (
    id BIGINT PRIMARY KEY, vacancy BIGINT, place BIGINT, received BIGINT, given BIGINT, pool_withdrawn BIGINT
);

INSERT INTO application_lives (id, vacancy, place, received, given)
SELECT id, vacancy, place, received,
       CASE WHEN place = 11 THEN CASE WHEN vacancy % 4 = 1 THEN received + 100 END
            WHEN reopened IS NOT NULL THEN CASE WHEN place = 7 THEN received END
            WHEN kind BETWEEN 13 AND 15 THEN CASE WHEN place IN (1, 3, 5) THEN received END
            WHEN place = 2 AND closed <= :today - 40 THEN closed + 29 + b % 10
            WHEN place = 5 AND closed <= :today - 28 THEN closed + 28
            WHEN place IN (1, 3, 5) AND closed + 5 + b % 20 <= :today THEN closed + 5 + b % 20
            WHEN place IN (1, 3, 5) THEN received END
FROM (
    SELECT dice.n AS id, vacancy_lives.n AS vacancy, places.n AS place, kind, closed, reopened, b,
           CASE WHEN places.n = 11 AND vacancy_lives.n % 4 = 0 THEN :today - 1 - a % 170
                WHEN places.n = 11 AND vacancy_lives.n % 4 = 1 THEN :today - 200 - a % 150
                WHEN places.n = 11 THEN a % (:today - 230)
                WHEN reopened IS NULL THEN opened + a % (closed - opened)
                WHEN places.n < 5 THEN reopened - 1 - a % 60
                WHEN places.n = 5 THEN reopened
                ELSE reopened + 1 + a % (closed - reopened - 1) END AS received
    FROM vacancy_lives
    CROSS JOIN places
    JOIN dice ON dice.n = 12 * (vacancy_lives.n - 1) + places.n + 1
) AS drawn
ORDER BY id;

UPDATE application_lives SET pool_withdrawn = given + 3 + id % 20 WHERE place = 3 AND given + 3 + id % 20 <= :today;

INSERT INTO applications (id, vacancy_id, name, email, phone, address, letter, salary, reference_contacts, remarks,
                          received_on, withdrawn_on, hired_on, pool_given_on, pool_withdrawn_on, pool_text)
SELECT lives.id, CASE WHEN place < 11 THEN vacancy END, people.name,
       CASE WHEN place = 9 THEN people.slug || lives.id || '@werk.example' ELSE people.email END,
       CASE WHEN place % 5 = 2 THEN NULL ELSE people.phone END,
       people.street || ', ' || people.zip || ' ' || people.city,
       'Graag kom ik bij u werken. Met vriendelijke groet, ' || people.name,
       CASE WHEN place % 3 = 0 THEN (2400 + 100 * (lives.id % 20)) || ' euro per maand' END,
       CASE WHEN place % 4 = 0 THEN 'Vorige werkgever, +31 50 000 ' || (1000 + lives.id % 9000) END,
       CASE WHEN place % 6 = 1 THEN 'Vanaf de eerste van de maand beschikbaar' END,
       received.day, withdrawn.day, hired.day, given.day, pool_withdrawn.day,
       CASE WHEN given IS NOT NULL THEN 'talentpool-2' END
FROM application_lives AS lives
JOIN vacancy_lives ON vacancy_lives.n = lives.vacancy
JOIN people ON people.n = CASE WHEN place = 9 THEN 1 + (37 * lives.vacancy) % :customers ELSE :others + lives.id END
JOIN days AS received ON received.n = lives.received
LEFT JOIN days AS withdrawn ON withdrawn.n = CASE
    WHEN place = 4 AND received + 1 + lives.id % 10 <= :today THEN received + 1 + lives.id % 10 END
LEFT JOIN days AS hired ON hired.n = CASE WHEN place = 0 AND kind <> 17 THEN filled END
LEFT JOIN days AS given ON given.n = lives.given
LEFT JOIN days AS pool_withdrawn ON pool_withdrawn.n = lives.pool_withdrawn
ORDER BY lives.id;

INSERT INTO documents (id, application_id, title, stored_as)
SELECT 2 * lives.id + page.n, lives.id, CASE WHEN page.n = 0 THEN 'Cv ' ELSE 'Diploma ' END || applications.name,
       'application-' || lives.id || '-' || (1 + page.n) || '.txt'
FROM application_lives AS lives
JOIN applications ON applications.id = lives.id
JOIN digits AS page ON page.n = 0 OR (page.n = 1 AND place % 3 = 0)
ORDER BY lives.id, page.n;

-- Who was hired starts thirty days later.
INSERT INTO employees (id, application_id, name, email, address, iban, job, started_on, left_on)
SELECT lives.n, applications.id, applications.name, applications.email, applications.address,
       'NL00NOOR' || (2000000000 + lives.n), vacancies.title, started.day, last_days.day
FROM vacancy_lives AS lives
JOIN dice ON dice.n = lives.n
JOIN applications ON applications.vacancy_id = lives.n AND applications.hired_on IS NOT NULL
JOIN vacancies ON vacancies.id = lives.n
JOIN days AS started ON started.n = filled + 30
LEFT JOIN days AS last_days ON last_days.n = CASE
    WHEN kind IN (3, 4) THEN filled + 60 + dice.b % (:today - 760 - filled - 60)
    WHEN kind = 5 THEN :today - 380 - dice.b % 330
    WHEN kind = 6 THEN :today - 1 - dice.b % 350
    WHEN kind = 7 THEN :today + 5 + dice.b % 55 END
ORDER BY lives.n;

-- Staff from before the years that are generated: each third left, one in nine of all over two years ago.
INSERT INTO employees (id, application_id, name, email, address, iban, job, started_on, left_on)
SELECT :vacancies + people.n - :people, NULL, people.name, people.email,
       people.street || ', ' || people.zip || ' ' || people.city, people.iban, jobs.word, days.day, last_days.day
FROM people
JOIN dice ON dice.n = people.n - :people
JOIN words AS jobs ON jobs.list = 'jobs' AND jobs.n = people.n % :jobs
JOIN days ON days.n = dice.c % 300
LEFT JOIN days AS last_days ON last_days.n = CASE
    WHEN people.n % 9 = 0 THEN 400 + dice.d % (:today - 1200)
    WHEN people.n % 3 = 0 THEN :today - 1 - dice.d % 700 END
WHERE people.n > :people
ORDER BY people.n;

-- Wages are settled once a year, from the first full year on.
INSERT INTO payslips (id, employee_id, name, iban, gross_cents, issued_on)
SELECT 10 * employees.id + year.n, employees.id, employees.name, employees.iban,
       240000 + 10000 * ((employees.id + year.n) % 20), issued.day
FROM employees
JOIN days AS started ON started.day = employees.started_on
LEFT JOIN days AS gone ON gone.day = employees.left_on
JOIN digits AS year ON started.n + 365 * (1 + year.n) <= CASE WHEN gone.n < :today THEN gone.n ELSE :today END
JOIN days AS issued ON issued.n = started.n + 365 * (1 + year.n)
ORDER BY employees.id, year.n;
