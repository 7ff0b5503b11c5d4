INSERT INTO applications VALUES (1, NULL, 'Ann', 'ann@delinde.example', 'Dear', '2015-01-10', NULL, '2015-02-01', NULL, NULL);
INSERT INTO applications VALUES (2, NULL, 'Bo', 'bo@delinde.example', 'Dear', '2015-01-10', NULL, '2015-02-01', NULL, NULL);

INSERT INTO employees VALUES (1, 1, 'Ann', 'ann@delinde.example', 'baker', '2015-02-01', '0000-00-00');
INSERT INTO employees VALUES (2, 2, 'Bo', 'bo@delinde.example', 'baker', '2015-02-01', '0000-00-00');
