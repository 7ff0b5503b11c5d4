"""A club that nobody has described: a schema with all that makes a stranger's database hard."""

from __future__ import annotations

CLUB = """
CREATE TABLE leden (
    lidnr INTEGER PRIMARY KEY, voornaam VARCHAR(40), tussenvoegsel VARCHAR(20),
    achternaam VARCHAR(60) NOT NULL, geboortedatum DATE NOT NULL, emailadres VARCHAR(120) UNIQUE,
    tel VARCHAR(20), iban VARCHAR(34), wachtwoord VARCHAR(100), soort_id INTEGER,
    ingeschreven_op DATE NOT NULL, uitgeschreven_op DATE);
CREATE TABLE soorten (id INTEGER PRIMARY KEY, naam VARCHAR(40) NOT NULL);
CREATE TABLE adressen (
    id INTEGER PRIMARY KEY, lid_id INTEGER NOT NULL, straat VARCHAR(60), huisnr VARCHAR(8),
    postcode VARCHAR(7), woonplaats VARCHAR(40), FOREIGN KEY (lid_id) REFERENCES leden (lidnr));
CREATE TABLE facturen (
    id INTEGER PRIMARY KEY, lid_id INTEGER NOT NULL, factuurdatum DATE NOT NULL,
    naam VARCHAR(80) NOT NULL, bedrag INTEGER NOT NULL, betaald_op DATE, balie VARCHAR(40));
CREATE TABLE activiteiten (
    id INTEGER PRIMARY KEY, titel VARCHAR(80) NOT NULL, omschrijving VARCHAR(400), datum DATE);
CREATE TABLE inschrijvingen (
    id INTEGER PRIMARY KEY, activiteit_id INTEGER NOT NULL, lid_id INTEGER NOT NULL,
    aangemeld_op DATE NOT NULL, opmerking VARCHAR(400), goedgekeurd_door VARCHAR(40),
    FOREIGN KEY (activiteit_id) REFERENCES activiteiten (id),
    FOREIGN KEY (lid_id) REFERENCES leden (lidnr));
CREATE TABLE notities (
    id INTEGER PRIMARY KEY, object_type VARCHAR(20), object_id INTEGER, tekst VARCHAR(400),
    gemaakt_op DATE);
CREATE TABLE leden_historie (
    id INTEGER PRIMARY KEY, lid_id INTEGER NOT NULL, achternaam VARCHAR(60),
    voornaam VARCHAR(40), tussenvoegsel VARCHAR(20), geboortedatum DATE, emailadres VARCHAR(120),
    tel VARCHAR(20), gewijzigd_op DATE);
CREATE TABLE kenmerken (
    id INTEGER PRIMARY KEY, lid_id INTEGER NOT NULL, naam VARCHAR(40), waarde VARCHAR(200),
    FOREIGN KEY (lid_id) REFERENCES leden (lidnr));
CREATE TABLE inloglog (
    id INTEGER PRIMARY KEY, gebruikersnaam VARCHAR(40), ip_adres VARCHAR(45),
    tijdstip DATE NOT NULL);
CREATE TABLE koppelingen (id INTEGER PRIMARY KEY, url VARCHAR(200), api_key VARCHAR(80));
CREATE TABLE oud (adres VARCHAR(120), veld2 VARCHAR(120));
"""

PEOPLE = ("Joke", "Wim", "Sanne", "Piet", "Truus")
_HOUSE = "INSERT INTO adressen VALUES ({0}, {0}, 'Kade', '{0}', '9711 A{1}', 'Groningen');"


def rows() -> str:
    """Return rows of five invented members, as statements for any database."""
    told = ["INSERT INTO soorten VALUES (1, 'Senior'), (2, 'Jeugd');"]
    for n, name in enumerate(PEOPLE, 1):
        mail = f"{name.lower()}@voorbeeld.example"
        told.append(
            f"INSERT INTO leden VALUES ({n}, '{name}', NULL, 'Voorbeeld', '198{n}-02-03', '{mail}',"
            f" '06-1234567{n}', NULL, '$2y$10$abcdefghijklmnopqrstu{n}', 1, '2015-01-0{n}', NULL);"
        )
        told.append(_HOUSE.format(n, "ABCDE"[n - 1]))
        told.append(
            f"INSERT INTO facturen VALUES ({n}, {n}, '2016-03-01', '{name} Voorbeeld', 40, NULL,"
            f" '{name}');"
            f"INSERT INTO leden_historie VALUES ({n}, {n}, 'Oud', '{name}', NULL, NULL, NULL, NULL,"
            f" '2020-01-01'); INSERT INTO notities VALUES ({n}, 'lid', {n}, 'belt terug', NULL);"
            f"INSERT INTO oud VALUES ('Kade {n}', '{mail}');"
            f"INSERT INTO inloglog VALUES ({n}, '{name.lower()}', '192.0.2.{n}', '2026-01-0{n}');"
        )
    return "\n".join(told)
