INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', '2025-05-20');
INSERT INTO tickets VALUES (1, 1, 'Where is my key?', '2026-05-01', '2026-05-10');
