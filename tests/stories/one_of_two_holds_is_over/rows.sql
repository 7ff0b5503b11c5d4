INSERT INTO customers VALUES
    (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '2020-01-10'),
    (2, 'K2', 'Bo', 'bo@delinde.example', '06-2', 'Kade 2', '2020-01-10');
INSERT INTO contracts VALUES
    (1, 1, 'Web', 'ann.example', '2022-01-10', '2026-02-28'),
    (2, 2, 'Web', 'bo.example', '2022-01-10', '2026-02-28');
