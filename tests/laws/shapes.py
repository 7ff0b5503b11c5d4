"""Small companies of a few shapes: what they may promise, and the tables they may have.

Each shape is a data map and a schema as a company would write them, with the purposes whose
terms are drawn. Between them they have every kind of reach: own rows, up, down over several
tables, siblings, moments in front and behind, a moment from which an occasion exists, consent,
people known by an identifier only, occasions in several tables, one purpose with several,
rows of several people, and edges that count for some rows only.
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
    purpose says which kind of people it is about. `wide` are purposes about everybody whose
    row it is: the first of a table needs what its columns hold about one of them. A company
    costs `cost` times what another does, so there are so many fewer of them.
    """

    name: str
    categories: tuple[str, ...] = field(repr=False)
    purposes: dict[str, Promise] = field(repr=False)
    datamap: str = field(repr=False)
    schema: str = field(repr=False)
    people: dict[str, str] = field(repr=False)
    kinds: dict[str, str] = field(default_factory=dict, repr=False)
    wide: tuple[str, ...] = field(default=(), repr=False)
    cost: int = 1


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
  db.orders: {purposes: [order], columns: {street: {is: address, erase: {keep first: 2}}}}
  db.order_lines:
    purposes: [order, tax]
    held by invoice: {via: order_id}
    columns:
      product: goods
      remark:  address
      amount:  {is: technical, erase: {keep steps of: 10}}
  db.invoices:
    purposes: [tax, service]
    owner: customer_id
    held by contract: {via: customer_id}
    columns:
      bill_name: {is: name, erase: {keep first: 1}}
      sent_to:   {is: email, erase: {keep last: 3}}
      total:     {is: goods, erase: "0"}
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

BOARD = Shape(
    "board",
    ("name", "email", "message", "file"),
    {
        "joining": Promise(("joined",), ("joining",)),
        "talk": Promise(("posted",), ("post",)),
        "threads": Promise(("closed",), ("thread",)),
        "both": Promise(("closed", "posted"), ("thread", "post")),
        "work": Promise(("left",), ("employment",)),
    },
    """\
datamap: 1
stores:
  db: {url: "sqlite:///db.db", zone: Europe/Amsterdam, source: person}
subjects:
  member: {table: db.members, identified by: [email]}
  agent:  {table: db.agents, identified by: [email]}
occasions:
  joining:    {table: db.members, began: joined_on, joined: joined_on}
  employment: {table: db.agents, began: started_on, left: left_on}
  thread:     {table: db.threads, began: opened_on, closed: closed_on}
  post:       {table: db.posts, began: posted_on, posted: posted_on}
tables:
  db.members: {purposes: [joining, threads, talk], columns: {name: name, email: email}}
  db.agents: {purposes: [work, talk], columns: {name: name, email: email}}
  db.threads: {purposes: [threads, both], columns: {title: message}}
  db.posts:
    purposes: [talk, threads, both]
    owners: [thread_id, {reader_id: db.members}, {agent_id: db.agents, when: "kind = 'answer'"}]
    columns: {body: message, mark: secret,
              reader_name: {is: name, about: reader_id, erase: {keep first: 1}},
              agent_name: {is: name, about: agent_id}}
  db.files:
    purposes: [both, talk, threads]
    owners:
      - {object_id: db.posts, when: "object_type = 'post'"}
      - {object_id: db.threads, when: "object_type in ('thread', 'topic')"}
    columns: {label: file, remark: message about object_id}
  db.shares:
    purposes: [threads, joining]
    owners: [{giver_id: db.members}, taker_id]
    held by thread: {via: thread_id}
    columns: {giver_name: name about giver_id, taker_name: name about taker_id, remark: message}
""",
    """\
CREATE TABLE members (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, email VARCHAR(40),
    joined_on DATE NOT NULL);
CREATE TABLE agents (id INTEGER PRIMARY KEY, name VARCHAR(40), email VARCHAR(40),
    started_on DATE NOT NULL, left_on DATE);
CREATE TABLE threads (id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES members (id), title VARCHAR(40),
    opened_on DATE NOT NULL, closed_on DATE);
CREATE TABLE posts (id INTEGER PRIMARY KEY, thread_id INTEGER NOT NULL REFERENCES threads (id),
    reader_id INTEGER REFERENCES members (id), agent_id INTEGER REFERENCES agents (id),
    kind VARCHAR(40), body VARCHAR(40), reader_name VARCHAR(40), agent_name VARCHAR(40),
    mark VARCHAR(40), posted_on DATE NOT NULL);
CREATE TABLE files (id INTEGER PRIMARY KEY, object_type VARCHAR(40), object_id INTEGER,
    label VARCHAR(40) NOT NULL, remark VARCHAR(40));
CREATE TABLE shares (id INTEGER PRIMARY KEY, giver_id INTEGER REFERENCES members (id),
    taker_id INTEGER REFERENCES members (id), thread_id INTEGER REFERENCES threads (id),
    giver_name VARCHAR(40), taker_name VARCHAR(40), remark VARCHAR(40));
""",
    {"member": "members", "agent": "agents"},
    wide=("talk", "both", "threads", "joining"),
    cost=4,
)

FORUM = Shape(
    "forum",
    ("name", "picture", "message"),
    {
        "joining": Promise(("left",), ("membership",)),
        "gallery": Promise(("left",), ("membership",)),
        "talk": Promise(("posted",), ("post",)),
        "threads": Promise(("closed",), ("thread",)),
    },
    """\
datamap: 1
stores:
  db: {url: "sqlite:///db.db", zone: Europe/Amsterdam, source: person}
subjects:
  member: {table: db.members, identified by: [name]}
occasions:
  membership: {table: db.members, began: joined_on, left: left_on}
  thread:     {table: db.threads, began: opened_on, closed: closed_on}
  post:       {table: db.posts, began: posted_on, posted: posted_on}
tables:
  db.members: {purposes: [joining, threads, talk], columns: {name: name}}
  db.pictures: {purposes: [gallery], columns: {title: picture}}
  db.threads:
    purposes: [threads, talk]
    owner: member_id
    forgets: [banner_id]
    columns: {title: message}
  db.posts:
    purposes: [talk, threads]
    owners: [member_id, thread_id]
    forgets: [{quotes: db.posts}]
    columns: {body: message, writer: name about member_id}
""",
    """\
CREATE TABLE members (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL,
    invited_by INTEGER REFERENCES members (id) ON DELETE CASCADE,
    picture_id INTEGER REFERENCES pictures (id), joined_on DATE NOT NULL, left_on DATE);
CREATE TABLE pictures (id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES members (id), title VARCHAR(40));
CREATE TABLE threads (id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES members (id), title VARCHAR(40),
    last_post_id INTEGER REFERENCES posts (id) ON DELETE CASCADE,
    banner_id INTEGER REFERENCES pictures (id), opened_on DATE NOT NULL, closed_on DATE);
CREATE TABLE posts (id INTEGER PRIMARY KEY, member_id INTEGER REFERENCES members (id),
    thread_id INTEGER NOT NULL REFERENCES threads (id),
    parent_id INTEGER REFERENCES posts (id) ON DELETE CASCADE, quotes INTEGER,
    writer VARCHAR(40), body VARCHAR(40) NOT NULL, posted_on DATE NOT NULL);
""",
    {"member": "members"},
    wide=("talk",),
    cost=2,
)

SHAPES = (SHOP, HIRING, DESK, GUESTS, BOARD, FORUM)
