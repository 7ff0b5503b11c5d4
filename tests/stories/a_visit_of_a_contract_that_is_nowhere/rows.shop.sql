INSERT INTO customers VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10');
