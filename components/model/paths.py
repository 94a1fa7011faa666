"""Addresses that pages, parts of pages and scripts lead to; the browser is told them with each page (`FOR_BROWSER`)."""

from urllib.parse import quote, unquote, urlencode

PLATFORMS, PLATFORM = "/platforms", "/platform"
SYSTEMS, ENTITIES = "/systems", "/systems/entity_360"
TASKS, DUE, WALL, AUDIT, DATA = "/tasks", "/due", "/wall", "/audit", "/data"
#: What platforms owe the authorities.
DUTIES = "/duties"
#: For those alone who may see persons.
CLAIMANTS = "/claimants"
#: Where one of them is reviewed, a page of plain forms, and the reviews as rows.
CLAIMANT_REVIEW, CLAIMANT_REVIEWS = "/claimants/review", "/api/claimants/reviews.csv"
RECORD, LIST, NUMBER, DEFINITIONS = "/record", "/list", "/number", "/definitions"
#: One's own account: a page of plain forms beside the cockpit's.
ACCOUNT = "/account"
#: Where objections to credit are entered, a page of plain forms too.
OBJECTIONS = "/objections"
#: Where a piece of evidence is held against a file.
EVIDENCE = "/evidence/verify"

FOR_BROWSER = {
    "platforms": PLATFORMS,
    "platform": PLATFORM,
    "tasks": TASKS,
    "wall": WALL,
    "list": LIST,
}
#: Records that have a page of another kind.
_PAGES_OF = {"platforms": PLATFORM, "entity_register": ENTITIES}


#: Where a document of a case is made.
CASE_DOCUMENT = "/api/case-document.docx"


def case_document(case: str, document: str) -> str:
    """Return the address of a document of a case, below the path at which the cockpit stands."""
    return f"{CASE_DOCUMENT}?{urlencode({'case': case, 'document': document})}"


def record(listing: str, key: str) -> str:
    """Return the address of a record, by its list and its key; it lasts as long as the key does."""
    # A slash would end the part of a path even where it is written as %2F: servers read that before they look for parts.
    written = quote(key.replace("%", "%25").replace("/", "%2F"), safe="~")
    return f"{_PAGES_OF.get(listing, f'{RECORD}/{listing}')}/{written}"


def verify(evidence: str) -> str:
    """Return the address at which a piece of evidence is verified."""
    return f"{EVIDENCE}?{urlencode({'evidence': evidence})}"


def record_key(part: str) -> str:
    """Return the key that a part of an address names, as it has been read once."""
    return unquote(part)


def listed(indicator: str, query: dict[str, str]) -> str:
    """Return the address of the rows behind a number, narrowed by the keys of an address."""
    return f"{LIST}/{indicator}" + (f"?{urlencode(query, safe=',')}" if query else "")


def number(number_id: str) -> str:
    """Return the address at which a number is given again and says where it comes from; its id holds no sign that means another."""
    return f"{NUMBER}/{number_id}"
