"""Addresses that pages, parts of pages and scripts lead to; the browser is told them with each page (`FOR_BROWSER`)."""

PLATFORMS, PLATFORM = "/platforms", "/platform"
SYSTEMS, ENTITIES = "/systems", "/systems/entity_360"
TASKS, DUE, WALL, AUDIT, DATA = "/tasks", "/due", "/wall", "/audit", "/data"
#: One's own account: a page of plain forms beside the cockpit's.
ACCOUNT = "/account"

FOR_BROWSER = {
    "platforms": PLATFORMS,
    "platform": PLATFORM,
    "entities": ENTITIES,
    "tasks": TASKS,
    "wall": WALL,
}
