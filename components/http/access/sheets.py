"""The pages around logins: plain forms of HTML that need no script, in both languages and both modes."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import flask
from markupsafe import Markup

from components.frame.shell import language, theme
from components.http import sites
from components.http.templates import filled
from components.words import phrases
from components.words.theme import css_variables
from data_access.domain.access import RIGHTS
from data_access.domain.text import Text

_HERE = Path(__file__).parent
PEOPLE = Text("人员与大屏", "Persons and screens")
_REFUSED = Text("不能打开", "Not open to you")
_ACTS = Text("操作", "Actions")
_BACK = Text("回到本屏的页面", "Back to the page of this screen")
_OTHER = {"zh": ("en", "English"), "en": ("zh", "中文")}
_OLD_FORM = Text("这一页已打开太久，请再提交一次。", "This page was open for too long; send it once more.")
#: What may stand on a button of the accent colour: each mode's accent against it is 4.5:1 or more.
ON_ACCENT = {"light": "#FFFFFF", "dark": "#0B1220"}


class Link(NamedTuple):
    """A cell that leads somewhere."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form; `complete` is what browsers and keepers of passwords fill it by, `options` make it a choice, of which `value` is made."""

    name: str
    title: str
    kind: str = "text"
    complete: str = "off"
    hint: str = ""
    value: str = ""
    longest: int = 200
    is_first: bool = False
    digits: bool = False
    is_needed: bool = True
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form of one line: where it is sent, what is on its button, what it keeps hidden, its fields."""

    action: str
    send: str
    kept: Mapping[str, str]
    fields: tuple[Field, ...] = ()

    @property
    def has_file(self) -> bool:
        """Whether a file is sent with it."""
        return any(field.kind == "file" for field in self.fields)


@dataclass(frozen=True, slots=True)
class Part:
    """A table with forms behind its rows and under it; `none` is said where it has no rows."""

    title: str
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[str | Link, ...], tuple[Form, ...]], ...] = ()
    note: str = ""
    none: str = ""
    forms: tuple[Form, ...] = ()
    links: tuple[tuple[str, str], ...] = ()

    @property
    def has_forms(self) -> bool:
        """Whether something can be done with a row."""
        return any(forms for _, forms in self.rows)


def lang() -> str:
    """Return the language of the reader of a page."""
    return language(flask.request.args.to_dict())


def is_secure() -> bool:
    """Return whether browsers send cookies back by https alone: where readers come by it, whatever a proxy says."""
    return bool(flask.current_app.config["SESSION_COOKIE_SECURE"])


def form_sheet(
    title: Text, fields: Sequence[Field], send: Text, *, action: str, intro: str = "", wrong: str = "", done: str = "",
    beside: Sequence[tuple[str, str]] = (), logout: bool = False, square: str = "", secret: str = "", secret_words: str = "",
    status: int = 200,
) -> flask.Response:  # fmt: skip
    """Return a page with one form."""
    own = lang()
    body = filled(
        _HERE / "form.html", intro=intro, fields=fields, send=send(own), action=action, csrf=sites.token(), beside=beside,
        logout=flask.url_for("access.logout") if logout else "", logout_words=phrases.LOG_OUT(own),
        square=Markup(square), secret=secret, secret_words=secret_words,  # noqa: S704  (a picture of ours)
    )  # fmt: skip
    return _sheet(title, body, wrong=wrong, done=done, status=status)


def table_sheet(
    title: Text, parts: Sequence[Part], *, wrong: str = "", done: str = "", status: int = 200
) -> flask.Response:
    """Return a page of tables; where something went wrong, what was sent stands in its form still."""
    if wrong:
        parts = [replace(part, forms=tuple(map(_refilled, part.forms))) for part in parts]
    body = filled(_HERE / "tables.html", parts=parts, csrf=sites.token(), acts=_ACTS(lang()))
    return _sheet(title, body, wrong=wrong, done=done, is_wide=True, status=status)


def _refilled(form: Form) -> Form:
    """Return a form with what was written in it, if it is the one that was sent; passwords and files are given anew."""
    told = flask.request.form
    if any(told.get(name) != value for name, value in form.kept.items()):
        return form
    fields = (
        field
        if field.kind in {"password", "file"}
        else replace(field, value=told.get(field.name, field.value))
        for field in form.fields
    )
    return replace(form, fields=tuple(fields))


def refusal(words: Text, status: int) -> flask.Response:
    """Return the page that says why something is not opened."""
    visitor = flask.g.get("visitor")
    links = [(flask.url_for("access.account"), phrases.ACCOUNT(lang()))]
    if visitor is not None and visitor.token is not None and visitor.token.opens:
        links = [(f"{flask.request.script_root}{visitor.token.opens}", _BACK(lang()))]
    elif status == 401:
        links = [(flask.url_for("access.login"), phrases.LOG_IN(lang()))]
    body = filled(
        _HERE / "form.html", intro=words(lang()), fields=(), send="", action="", csrf="", beside=links, logout="",
        logout_words="", square="", secret="", secret_words="",
    )  # fmt: skip
    return _sheet(_REFUSED, body, status=status)


def _sheet(
    title: Text, body: str, *, wrong: str = "", done: str = "", is_wide: bool = False, status: int = 200
) -> flask.Response:
    own, mode = lang(), theme(flask.request.args.to_dict())
    other, words = _OTHER[own]
    asked = flask.request.args.to_dict() | {"lang": other}
    here = (
        flask.url_for(flask.request.endpoint, **(flask.request.view_args or {}) | asked)
        if flask.request.endpoint
        else ""
    )
    text = filled(
        _HERE / "sheet.html", lang="en" if own == "en" else "zh-CN", theme=mode, title=title(own), brand=phrases.BRAND(own),
        tokens=Markup(css_variables()), on_accent=ON_ACCENT[mode], is_wide=is_wide,  # noqa: S704  (colours of ours)
        root=flask.request.script_root, links=[*_links(own), *([(here, words)] if flask.request.method == "GET" else [])],
        wrong=wrong, done=done, body=Markup(body),  # noqa: S704  (filled in by the same engine)
    )  # fmt: skip
    response = flask.Response(text, status, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if "lang" in flask.request.args:  # as the cockpit's own switch, so that the next page speaks the same
        response.set_cookie("lang", own, max_age=31_536_000, samesite="Lax", secure=is_secure())
    return response


def _links(lang: str) -> list[tuple[str, str]]:
    """Return where somebody who has logged in can go from here."""
    visitor = flask.g.get("visitor")
    if visitor is None or visitor.token is not None:
        return []
    mine = [(flask.url_for("access.account"), phrases.ACCOUNT(lang))]
    return [(flask.url_for("access.people"), PEOPLE(lang)), *mine] if visitor.reader.may("people") else mine


def is_ours() -> bool:
    """Return whether a form was sent from a page of ours that this browser was shown."""
    own = flask.request.cookies.get(sites.COOKIE, "")
    return bool(own) and hmac.compare_digest(own.encode(), flask.request.form.get(sites.COOKIE, "").encode())


def old_form() -> str:
    """Return what is said where a form is not known any more."""
    return _OLD_FORM(lang())


def rights_in_words(rights: frozenset[Any]) -> str:
    """Return rights as a list in the reader's language."""
    return phrases.AND(lang()).join(words(lang()) for key, words in RIGHTS.items() if key in rights)
