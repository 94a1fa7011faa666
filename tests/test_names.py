"""Words and filters that nobody asks for are taken out: each name of these modules is used somewhere."""

import ast

from tests.test_layers import FILES, name, tree

#: Lists of names in which a dead one is seen by nobody, since each is used far from where it stands.
LISTS = ("components/words/phrases.py", "data_access/domain/filters.py")


def defined(module: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def used(module: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
    return found


def test_every_name_in_the_lists_of_words_and_filters_is_used() -> None:
    somewhere = set().union(*(used(tree(path)) for path in FILES))
    for path in FILES:
        if name(path) in LISTS:
            assert (here := defined(tree(path)))
            assert here - somewhere == set(), f"{name(path)}: names that nothing uses"
