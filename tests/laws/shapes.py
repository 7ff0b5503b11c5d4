"""Small companies of a few shapes: what they may promise, and the tables they may have.

Each shape is a data map and a schema as a company would write them, with the purposes whose
terms are drawn. Between them they have every kind of reach: own rows, up, down over several
tables, siblings, moments in front and behind, a moment from which an occasion exists, consent,
people known by an identifier only, occasions in several tables, one purpose with several.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Promise:
    """A purpose whose terms are drawn: the moments that may end it, and its occasions."""

    moments: tuple[str, ...]
    occasions: tuple[str, ...]
    consent: bool = False
    cap: str | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Shape:
    """A data map and a schema, with the purposes that live on them.

    `people` names the table of each kind of person, `kinds` whose rows a table holds where a
    purpose says which kind of people it is about.
    """

    name: str
    categories: tuple[str, ...] = field(repr=False)
    purposes: dict[str, Promise] = field(repr=False)
    datamap: str = field(repr=False)
    schema: str = field(repr=False)
    people: dict[str, str] = field(repr=False)
    kinds: dict[str, str] = field(default_factory=dict, repr=False)


SHOP = Shape(
    "shop",
    ("name", "email", "address", "goods"),
    {
        "registration": Promise(("registered",), ("registration",)),
        "service": Promise(("ended", "cancelled"), ("contract",), about=("customer", "contact")),
        "order": Promise(("fulfilled",), ("order",)),
        "contacts": Promise(("ended", "added"), ("contract", "person"), about=("contact",)),
        "tax": Promise(("issued",), ("invoice",)),
    },
    """\
datamap: 1
stores:
  db: {url: "sqlite:///db.db", zone: Europe/Amsterdam, source: person}
subjects:
  customer: {table: db.customers, identified by: [email]}
  contact:  {table: db.contacts, identified by: [email]}
occasions:
  registration: {table: db.customers, began: registered_on, registered: registered_on}
  contract:     {table: db.contracts, began: started_on, ended: ended_on, cancelled: cancelled_on}
  person:       {table: db.contacts, began: added_on, added: added_on}
  order:        {table: db.orders, began: ordered_on, fulfilled: fulfilled_on}
  invoice:      {table: db.invoices, began: issued_on, issued: issued_on}
tables:
  db.customers:
    purposes: [registration, service, order]
    columns: {number: technical, token: secret, name: name, email: email, street: address}
  db.contacts:
    purposes: [contacts, service]
    held by contract: {via: customer_id, until: left_on}
    columns: {name: name, email: {is: email, erase: pseudonym}}
  db.contracts: {purposes: [service], columns: {product: technical, domain: goods}}
  db.orders: {purposes: [order], columns: {street: address}}
  db.order_lines:
    purposes: [order, tax]
    held by invoice: {via: order_id}
    columns: {product: goods, remark: address, amount: technical}
  db.invoices:
    purposes: [tax, service]
    owner: customer_id
    held by contract: {via: customer_id}
    columns: {bill_name: name, sent_to: email, total: {is: goods, erase: "0"}}
""",
    """\
CREATE TABLE customers (id INTEGER PRIMARY KEY, number VARCHAR(40) NOT NULL UNIQUE,
    token VARCHAR(40) NOT NULL, name VARCHAR(40) NOT NULL, email VARCHAR(40), street VARCHAR(40),
    registered_on DATE NOT NULL);
CREATE TABLE contacts (id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    name VARCHAR(40), email VARCHAR(40) UNIQUE, added_on DATE NOT NULL, left_on DATE);
CREATE TABLE contracts (id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id), product VARCHAR(40) NOT NULL,
    domain VARCHAR(40), started_on DATE NOT NULL, ended_on DATE, cancelled_on TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id),
    street VARCHAR(40), ordered_on DATE NOT NULL, fulfilled_on DATE);
CREATE TABLE order_lines (id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id), product VARCHAR(40) NOT NULL,
    remark VARCHAR(40), amount INTEGER NOT NULL);
CREATE TABLE invoices (id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    order_id INTEGER REFERENCES orders (id), bill_name VARCHAR(40) NOT NULL, sent_to VARCHAR(40),
    total INTEGER NOT NULL, issued_on DATE NOT NULL);
""",
    {"customer": "customers", "contact": "contacts"},
    {"contacts": "contact", "customers": "customer", "contracts": "customer"}
    | {"orders": "customer", "order_lines": "customer", "invoices": "customer"},
)

HIRING = Shape(
    "hiring",
    ("name", "email", "letter", "job"),
    {
        "recruitment": Promise(("filled", "shut", "withdrawn"), ("application",), cap="received"),
        "pool": Promise(("filled", "shut", "consent given"), ("application",), consent=True),
        "personnel": Promise(("left",), ("hired application",)),
        "employment": Promise(("left",), ("employment",)),
    },
    """\
datamap: 1
stores:
  db: {url: "sqlite:///db.db", zone: Europe/Amsterdam, source: person}
subjects:
  applicant: {table: db.applications, identified by: [email]}
  employee:  {table: db.employees, identified by: [email]}
occasions:
  application:
    table: db.applications
    began: received_on
    received: received_on
    withdrawn: withdrawn_on
    via vacancy_id: {filled: filled_on, shut: shut_on, moved if: reopened_on}
  hired application:
    table: db.applications
    began: hired_on
    from: hired_on
    via application_id of db.employees: {left: left_on}
  employment: {table: db.employees, began: started_on, left: left_on}
tables:
  db.vacancies: {not personal: describes a position and names nobody}
  db.applications:
    purposes: [recruitment, pool, personnel]
    consent pool: {given: given_on, withdrawn: taken_back_on}
    columns: {name: name, email: email, letter: letter}
  db.documents: {purposes: [recruitment, pool, personnel], columns: {title: letter}}
  db.employees: {purposes: [employment], columns: {name: name, email: email, job: job}}
""",
    """\
CREATE TABLE vacancies (id INTEGER PRIMARY KEY, title VARCHAR(40) NOT NULL, filled_on DATE,
    shut_on DATE, reopened_on DATE);
CREATE TABLE applications (id INTEGER PRIMARY KEY, vacancy_id INTEGER REFERENCES vacancies (id),
    name VARCHAR(40) NOT NULL, email VARCHAR(40), letter TEXT, received_on DATE NOT NULL,
    withdrawn_on DATE, hired_on DATE, given_on DATE, taken_back_on DATE);
CREATE TABLE documents (id INTEGER PRIMARY KEY,
    application_id INTEGER NOT NULL REFERENCES applications (id), title VARCHAR(40) NOT NULL);
CREATE TABLE employees (id INTEGER PRIMARY KEY,
    application_id INTEGER REFERENCES applications (id), name VARCHAR(40) NOT NULL,
    email VARCHAR(40), job VARCHAR(40), started_on DATE NOT NULL, left_on DATE);
""",
    {"applicant": "applications", "employee": "employees"},
)

DESK = Shape(
    "desk",
    ("name", "email", "message", "file"),
    {
        "visit": Promise(("seen",), ("visit",)),
        "support": Promise(("answered",), ("ticket",)),
        "record": Promise(("sent",), ("message",)),
        "archive": Promise(("answered", "sent"), ("ticket", "message")),
    },
    """\
datamap: 1
stores:
  db: {url: "sqlite:///db.db", zone: UTC, source: person}
subjects:
  visitor: {table: db.visitors, identified by: [email]}
occasions:
  visit:   {table: db.visitors, began: seen_at, seen: seen_at}
  ticket:  {table: db.tickets, began: opened_at, answered: answered_at}
  message: {table: db.messages, began: sent_at, sent: sent_at}
tables:
  db.visitors:
    purposes: [visit, support, record]
    columns: {name: name, email: email}
  db.tickets: {purposes: [support, archive, visit], columns: {title: message}}
  db.messages: {purposes: [support, record, archive], columns: {body: message, sender: name}}
  db.files: {purposes: [support, record], columns: {name: file, size: technical}}
""",
    """\
CREATE TABLE visitors (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL,
    email VARCHAR(40) NOT NULL UNIQUE, seen_at TIMESTAMP NOT NULL);
CREATE TABLE tickets (id INTEGER PRIMARY KEY,
    visitor_id INTEGER NOT NULL REFERENCES visitors (id), title VARCHAR(40),
    opened_at TIMESTAMP NOT NULL, answered_at TIMESTAMP);
CREATE TABLE messages (id INTEGER PRIMARY KEY, ticket_id INTEGER NOT NULL REFERENCES tickets (id),
    body TEXT, sender VARCHAR(40), sent_at TIMESTAMP NOT NULL);
CREATE TABLE files (id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL REFERENCES messages (id),
    name VARCHAR(40) NOT NULL, size INTEGER);
""",
    {"visitor": "visitors"},
)

GUESTS = Shape(
    "guests",
    ("name", "email", "address", "goods"),
    {
        "order": Promise(("fulfilled",), ("order",)),
        "tax": Promise(("issued",), ("invoice",)),
        "news": Promise(("consent given",), ("order",), consent=True),
    },
    """\
datamap: 1
stores:
  db: {url: "sqlite:///db.db", zone: Europe/Amsterdam, source: person}
subjects:
  guest: {identified by: [email]}
occasions:
  order:
    - {table: db.orders, began: ordered_on, fulfilled: fulfilled_on}
    - {table: db.samples, began: asked_on, fulfilled: sent_on}
  invoice: {table: db.orders, began: invoiced_on, from: invoiced_on, issued: invoiced_on}
tables:
  db.orders:
    purposes: [order, tax, news]
    owner: {guest by email: email}
    consent news: {given: given_on}
    columns: {name: name, email: email, street: address, goods: goods}
  db.payments: {purposes: [order, tax], columns: {payer: name, paid_on: technical}}
  db.samples:
    purposes: [order]
    owner: {guest by email: email}
    columns: {name: name, email: email}
""",
    """\
CREATE TABLE orders (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, email VARCHAR(40),
    street VARCHAR(40), goods VARCHAR(40) NOT NULL, ordered_on DATE NOT NULL, fulfilled_on DATE,
    invoiced_on DATE, given_on DATE);
CREATE TABLE payments (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id),
    payer VARCHAR(40), paid_on DATE);
CREATE TABLE samples (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, email VARCHAR(40),
    asked_on DATE NOT NULL, sent_on DATE);
""",
    {"guest": ""},
)

SHAPES = (SHOP, HIRING, DESK, GUESTS)
