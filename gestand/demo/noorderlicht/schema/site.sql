-- The website of Noorderlicht Hosting B.V. (a fictional company): questions and reviews.
CREATE TABLE contact_messages (
    id INTEGER PRIMARY KEY,
    channel VARCHAR(10) NOT NULL,
    sender_name VARCHAR(120) NOT NULL,
    sender_email VARCHAR(200),
    sender_phone VARCHAR(40),
    body TEXT,
    note TEXT,
    received_on DATE NOT NULL,
    answered_on DATE
);
CREATE TABLE testimonials (
    id INTEGER PRIMARY KEY,
    reviewer_name VARCHAR(120) NOT NULL,
    reviewer_email VARCHAR(200),
    employer VARCHAR(120),
    body TEXT,
    written_on DATE NOT NULL,
    withdrawn_on DATE,
    published_on DATE,
    taken_down_on DATE
);
