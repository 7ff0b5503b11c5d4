-- Number series, dice and people for the example company. Only +, -, *, % on whole numbers and no date
-- arithmetic, so that other databases can run the same statements. One statement ends with `;` at a line's end.
-- Parameters: :rolls how many dice, :seed, :people, :staff (employees who never applied).
CREATE TEMPORARY TABLE thousands (n BIGINT PRIMARY KEY);

INSERT INTO thousands (n)
SELECT ones.n + 10 * tens.n + 100 * hundreds.n FROM digits AS hundreds, digits AS tens, digits AS ones;

CREATE TEMPORARY TABLE dice (n BIGINT PRIMARY KEY, a BIGINT, b BIGINT, c BIGINT, d BIGINT, e BIGINT);

INSERT INTO dice (n, a, b, c, d, e)
SELECT n,
       (square * 48271 + x * 16807) % 2147483647,
       (square * 69621 + x * 39373) % 2147483647,
       (square * 40014 + x * 40692) % 2147483647,
       (square * 30269 + x * 30307) % 2147483647,
       (square * 45991 + x * 20403) % 2147483647
FROM (
    SELECT n, n + :seed AS x, ((n + :seed) * (n + :seed)) % 2147483647 AS square
    FROM (
        SELECT low.n + 1000 * high.n AS n
        FROM thousands AS high, thousands AS low
        WHERE 1000 * high.n <= :rolls
    ) AS series
    WHERE n <= :rolls
) AS squares
ORDER BY n;

CREATE TEMPORARY TABLE people (
    n BIGINT PRIMARY KEY, name VARCHAR(120), surname VARCHAR(80), slug VARCHAR(120), email VARCHAR(200),
    phone VARCHAR(40), street VARCHAR(160), zip VARCHAR(16), city VARCHAR(80), iban VARCHAR(40)
);

-- Nobody lives here: postcodes below 1000, telephone numbers and account numbers that are never given out.
INSERT INTO people (n, name, surname, slug, email, phone, street, zip, city, iban)
SELECT dice.n,
       first_names.word || ' ' || surnames.word,
       surnames.word,
       first_names.slug || '.' || surnames.slug,
       first_names.slug || '.' || surnames.slug || dice.n || '@' || mail_hosts.word,
       '+31 50 000 ' || (1000 + dice.c % 9000),
       streets.word || ' ' || (1 + dice.d % 180),
       '0' || (100 + dice.e % 900) || ' ' || zip_letters.word,
       cities.word,
       'NL00NOOR' || (1000000000 + dice.n)
FROM dice
JOIN words AS first_names ON first_names.list = 'first_names' AND first_names.n = dice.a % :first_names
JOIN words AS surnames ON surnames.list = 'surnames' AND surnames.n = dice.b % :surnames
JOIN words AS streets ON streets.list = 'streets' AND streets.n = dice.c % :streets
JOIN words AS cities ON cities.list = 'cities' AND cities.n = dice.d % :cities
JOIN words AS zip_letters ON zip_letters.list = 'zip_letters' AND zip_letters.n = dice.d % :zip_letters
JOIN words AS mail_hosts ON mail_hosts.list = 'mail_hosts' AND mail_hosts.n = dice.e % :mail_hosts
WHERE dice.n BETWEEN 1 AND :people + :staff
ORDER BY dice.n;
