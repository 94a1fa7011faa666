"""Documents of HTML, filled in once by Jinja: what is filled in is words, and is not looked at for places to fill."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template


def filled(template: Path, **words: Any) -> str:
    """Return a document; words are escaped unless they are Markup, and a place that nothing is given for is an error.

    `<% … %>` stands for the statements of Jinja: `{% … %}` are the places that Dash fills.
    """
    return _made(template).render(words)


@cache
def _made(template: Path) -> Template:
    """Return a template; to read it costs more than to fill it, and it lasts as long as the code around it."""
    engine = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        block_start_string="<%",
        block_end_string="%>",
    )
    return engine.from_string(template.read_text("utf-8"))
