"""From links to subjects: whoever is tied, over however many steps, is one; each is told by the best link that ties him."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from data_access.derive.subjects.linking import Link, Member


class Merged(NamedTuple):
    """A member of a subject, the reason and score of the link that ties it, and to whom; the anchor is tied to nobody."""

    subject_id: str
    member: Member
    reason: str
    score: float
    via: Member | None


def merged(links: Iterable[Link]) -> list[Merged]:
    """Return the members of each subject, its anchor first: the first entity by number, or where there is none the first shop.

    Of several links that tie the same, the best is kept, of equal ones the first by number.
    """
    root: dict[Member, Member] = {}
    kept: dict[Member, list[tuple[Member, Link]]] = defaultdict(list)
    for link in sorted(links, key=lambda link: (-link.score, link)):
        one, other = _root(root, link.one), _root(root, link.other)
        if one != other:
            # An entity sorts before a shop, so that the least is the anchor.
            root[max(one, other)] = min(one, other)
            kept[link.one].append((link.other, link))
            kept[link.other].append((link.one, link))
    return [row for anchor in sorted(kept) if _root(root, anchor) == anchor for row in _told(anchor, kept)]


def _root(root: dict[Member, Member], member: Member) -> Member:
    found = member
    while (above := root.setdefault(found, found)) != found:
        found = above
    while root[member] != found:
        root[member], member = found, root[member]
    return found


def _told(anchor: Member, kept: dict[Member, list[tuple[Member, Link]]]) -> list[Merged]:
    """Return the members of one subject in the order in which they are reached from its anchor."""
    found, reached = [Merged(anchor.id, anchor, "anchor", 1.0, None)], {anchor}
    for row in found:
        for member, link in sorted(kept[row.member]):
            if member not in reached:
                reached.add(member)
                found.append(Merged(anchor.id, member, link.reason, link.score, row.member))
    return found
