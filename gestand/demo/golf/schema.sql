-- A club: who swims, who brings them, who helps, and who only reads along.
CREATE TABLE lesson_groups (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, weekday VARCHAR(20) NOT NULL);
CREATE TABLE guardians (id INTEGER PRIMARY KEY, name VARCHAR(120), email VARCHAR(200), phone VARCHAR(40), added_on DATE NOT NULL);
CREATE TABLE members (
    id INTEGER PRIMARY KEY, member_number VARCHAR(20) NOT NULL UNIQUE, name VARCHAR(120), born_on DATE, email VARCHAR(200),
    phone VARCHAR(40), address VARCHAR(300), level VARCHAR(20), joined_on DATE NOT NULL, left_on DATE,
    health_notes TEXT, medical_agreed_on DATE, medical_agreed_by INTEGER REFERENCES guardians (id), medical_withdrawn_on DATE,
    medical_wording VARCHAR(80),
    photos_agreed_on DATE, photos_agreed_by INTEGER REFERENCES guardians (id), photos_withdrawn_on DATE, photos_wording VARCHAR(80)
);
CREATE INDEX members_medical_agreed_by ON members (medical_agreed_by);
CREATE INDEX members_photos_agreed_by ON members (photos_agreed_by);
CREATE TABLE guardianships (
    id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES members (id), guardian_id INTEGER NOT NULL REFERENCES guardians (id),
    relation VARCHAR(20), since DATE NOT NULL, until_on DATE
);
CREATE INDEX guardianships_member ON guardianships (member_id);
CREATE INDEX guardianships_guardian ON guardianships (guardian_id);
CREATE TABLE attendance (
    id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES members (id), group_id INTEGER NOT NULL REFERENCES lesson_groups (id),
    held_on DATE NOT NULL, came VARCHAR(20)
);
CREATE INDEX attendance_member ON attendance (member_id);
CREATE TABLE photos (
    id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES members (id), file_name VARCHAR(80), caption VARCHAR(120),
    taken_on DATE
);
CREATE INDEX photos_member ON photos (member_id);
CREATE TABLE mandates (
    id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES members (id), reference VARCHAR(20) NOT NULL UNIQUE, payer VARCHAR(120),
    iban VARCHAR(40), signed_on DATE NOT NULL, revoked_on DATE
);
CREATE INDEX mandates_member ON mandates (member_id);
CREATE TABLE fees (
    id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES members (id), season VARCHAR(10) NOT NULL, payer VARCHAR(120),
    iban VARCHAR(40), cents INTEGER, booked_on DATE NOT NULL
);
CREATE INDEX fees_member ON fees (member_id);
CREATE TABLE volunteers (
    id INTEGER PRIMARY KEY, name VARCHAR(120), email VARCHAR(200), phone VARCHAR(40), task VARCHAR(80), certificate_seen_on DATE,
    started_on DATE NOT NULL, stopped_on DATE
);
CREATE TABLE readers (
    id INTEGER PRIMARY KEY, name VARCHAR(80), email VARCHAR(200), wording VARCHAR(80), agreed_on DATE NOT NULL, withdrawn_on DATE,
    returned_on DATE
);
CREATE INDEX readers_email ON readers (email);
