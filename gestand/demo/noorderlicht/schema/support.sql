-- The help desk of Noorderlicht Hosting B.V. (a fictional company). An attachment is of a message or of a ticket:
-- `object_type` says which of the two `object_id` points at, so that no foreign key can.
CREATE TABLE requesters (
    id INTEGER PRIMARY KEY,
    customer_number VARCHAR(20) UNIQUE,
    name VARCHAR(120) NOT NULL,
    company VARCHAR(120),
    email VARCHAR(200),
    phone VARCHAR(40),
    added_on DATE NOT NULL
);
CREATE TABLE agents (
    id INTEGER PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    started_on DATE NOT NULL,
    left_on DATE
);
CREATE TABLE tickets (
    id INTEGER PRIMARY KEY,
    requester_id INTEGER NOT NULL REFERENCES requesters (id),
    subject VARCHAR(200),
    opened_on DATE NOT NULL,
    closed_on DATE
);
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES tickets (id),
    agent_id INTEGER REFERENCES agents (id),
    agent_name VARCHAR(120),
    body TEXT,
    sent_on DATE NOT NULL
);
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY,
    object_type VARCHAR(20) NOT NULL,
    object_id INTEGER NOT NULL,
    title VARCHAR(200) NOT NULL,
    stored_as VARCHAR(200) NOT NULL
);
CREATE INDEX tickets_requester ON tickets (requester_id);
CREATE INDEX messages_ticket ON messages (ticket_id);
CREATE INDEX messages_agent ON messages (agent_id);
CREATE INDEX attachments_object ON attachments (object_id, object_type);
