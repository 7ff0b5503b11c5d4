"""The keys of a form in `datamap.yaml`, in the order in which one writes them.

How a new key gets its description is told in `core/language/keys.py`.
"""

from __future__ import annotations

from gestand.core.language.keys import Key, Kind, Many, Named, OneOf, Phrases, Text

PUBLISHES = Kind(
    "What a form publishes",
    "For a purpose that is `published`: what everybody may read of what was sent, and from when. A "
    "person looks at it first.",
    (
        Key("once", Text("column"), must=True,
            means="The column of the day on which somebody approved it; `technical`. While it is "
            "empty nothing of the row is shown. `gestand form --approve` fills it.",
            example="once: published_on", codes=("G334",),
            rule="what is shown is what the purpose may use today: consent that is withdrawn, and "
            "what is set apart, take it off the page at once."),
        Key("shows", Many(Text("column")), must=True,
            means="The columns that are shown, in this order; each one that the form asks.",
            example="shows: [body, reviewer_name, employer]", codes=("G334",)),
        Key("title", Phrases(), means="What stands above what is shown.",
            without="the title of the form.",
            example="title: {nl: Wat klanten van ons vinden, en: What customers think of us}",
            codes=("G127",)),
    ),
    later=("newest", "at most"),
)

CHOOSES = Kind(
    "What a form lets somebody choose",
    "Rows of the table at which a foreign key of the form's table points, such as vacancies. That "
    "table is `not personal`, and stands in the same store.",
    (
        Key("title", Phrases(), must=True, means="The words beside the field.",
            example="title: {nl: Vacature, en: Vacancy}", codes=("G127",)),
        Key("shows", Text("column"), must=True,
            means="The column of that table by which somebody chooses.", example="shows: title"),
        Key("while empty", Many(Text("column")),
            means="Columns of that table: a row can be chosen while all of them are empty.",
            without="each row can be chosen.", example="while empty: [filled_on, withdrawn_on]"),
        Key("none", Phrases(), means="The words for choosing no row.",
            without="one must be chosen.",
            example="none: {nl: Een open sollicitatie, en: An open application}", codes=("G127",)),
    ),
    later=("order by", "when"),
)

PRODUCT = Kind(
    "A product",
    "What a form sells, and for how much.",
    (
        Key("title", Phrases(), must=True, means="What it is called.",
            example="title: {nl: Webhosting, en: Web hosting}", codes=("G127",)),
        Key("cents", Text("amount", r"[1-9][0-9]{0,8}"), must=True,
            means="What it costs in all, in cents of euros.", example="cents: 5988",
            codes=("G339",)),
    ),
    later=("currency", "until", "from"),
)

SELLS = Kind(
    "What a form sells",
    "Products that are ordered by the form and paid for at once. What is paid follows from this "
    "list, and never from what a browser sends; that it is paid says the provider, who is asked.",
    (
        Key("products", Named("PRODUCT", PRODUCT), must=True, means="What there is to order.",
            example="products: {hosting: {title: {nl: Webhosting, en: Web hosting}, cents: 5988}}",
            codes=("G339",)),
        Key("product", Text("column"), must=True,
            means="The column for the name of the product, of a category of the purpose.",
            example="product: product", codes=("G339",)),
        Key("price", Text("column"), must=True,
            means="The column for what it costs, in cents, of a category of the purpose.",
            example="price: price_cents", codes=("G339", "G458")),
        Key("through", OneOf(("stand-in",)), must=True,
            means="Who takes the payment. The `stand-in` is a page of `gestand web` on which "
            "nothing is paid: it is there to try, where the data map says `live: false`.",
            example="through: stand-in", codes=("G339",)),
        Key("number", Text("column"), must=True,
            means="The column for the number of the order, which nobody can guess; `technical`.",
            example="number: order_number", codes=("G339",)),
        Key("reference", Text("column"), must=True,
            means="The column for the name of the payment at the provider, of a category of the "
            "purpose.", example="reference: payment_reference", codes=("G339",)),
        Key("paid", Text("column"), must=True,
            means="The column of the day on which it was found to be paid; `technical`.",
            example="paid: paid_on", codes=("G339",)),
        Key("lapsed", Text("column"), must=True,
            means="The column of the day on which it was found that it will not be paid: a moment "
            "that ends the occasion, so that the order does not stay.",
            example="lapsed: lapsed_on", codes=("G339",)),
    ),
    later=("currency", "quantity", "vat"),
)

FORM = Kind(
    "A form",
    "A form of a purpose, at the table in which an occasion of that purpose begins. What it asks "
    "follows from the policy and from the columns of the table; the database says how long an "
    "answer may be. Keys that the database gives by itself, and the day on which the occasion "
    "begins, need no word here.",
    (
        Key("title", Phrases(), means="What stands above the form.",
            without="the title of the purpose.",
            example="title: {nl: Stel ons een vraag, en: Ask us a question}", codes=("G127",)),
        Key("sets", Named("COLUMN", Text("value")),
            means="What columns that are `technical` hold in a row that came by the form.",
            without="they stay empty, or the database fills them.",
            example="sets: {channel: form}", codes=("G331",)),
        Key("asks", Named("COLUMN", Phrases()),
            means="The words beside a field, where those of its category do not say it well, or "
            "stand for several columns.",
            without="the words of the category.",
            example="asks: {body: {nl: Uw vraag, en: Your question}}",
            codes=("G127", "G331", "G332")),
        Key("chooses", Named("COLUMN", CHOOSES),
            means="Foreign keys of the table with which somebody chooses a row of another one.",
            without="nothing is chosen.",
            example="chooses: {vacancy_id: {title: {nl: Vacature, en: Vacancy}, shows: title}}",
            codes=("G336",)),
        Key("sells", SELLS, means="Products that are ordered by the form, and paid for at once.",
            without="nothing is sold.",
            example="""sells:
  products: {hosting: {title: {nl: Webhosting, en: Web hosting}, cents: 5988}}
  through: stand-in
  product: product
  price: price_cents
  number: order_number
  reference: payment_reference
  paid: paid_on
  lapsed: lapsed_on""",
            codes=("G339", "G458"),
            rule="such a form is never a part of a page of another site."),
        Key("documents", Text("table, as `STORE.TABLE`", r"[^.\s]+\.\S(.*\S)?"),
            means="The table in which documents that are sent along become rows: one with "
            "`files:`, whose rows point at those of the form.",
            without="no documents are taken.", example="documents: hr.documents", codes=("G335",),
            rule="what a document is stands in its content; what is not known is refused."),
        Key("publishes", PUBLISHES, means="What everybody may read, once somebody approved it.",
            without="nothing is published.",
            example="publishes: {once: published_on, shows: [body, reviewer_name]}",
            codes=("G334",)),
        Key("shown on", Many(Text("origin, as `https://www.example.com`", r"https?://[^\s/]+")),
            means="The sites whose pages may show the form as a part of their own: scheme and "
            "host. `gestand form` prints what to put in such a page.",
            without="it stands on the website of `gestand web` only.",
            example='shown on: "https://www.noorderlicht.example"', codes=("G333",),
            rule="it sets no cookie, there or here, and keeps nothing on the device."),
    ),
    later=("leaves out", "thanks", "until"),
)
