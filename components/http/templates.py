"""Documents of HTML, filled in once by Jinja: what is filled in is words, and is not looked at for places to fill."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined


def filled(template: Path, **words: Any) -> str:
    """Return a document; words are escaped unless they are Markup, and a place that nothing is given for is an error.

    `<% … %>` stands for the statements of Jinja: `{% … %}` are the places that Dash fills.
    """
    engine = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        block_start_string="<%",
        block_end_string="%>",
    )
    return engine.from_string(template.read_text("utf-8")).render(words)
