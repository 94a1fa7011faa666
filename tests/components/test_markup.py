"""Components become the HTML that Dash's renderer would have made of them, without it."""

from dash import dcc, html

from components.board.markup import html_of, unbroken


def test_texts_are_escaped_in_elements_and_in_attributes() -> None:
    part = html.P("<b>&", title='"><script>')
    assert html_of(part) == '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;</p>'


def test_attributes_are_spelled_as_html_spells_them() -> None:
    part = html.Td(
        "7", className="n", colSpan=2, style={"gridColumn": "span 4", "--half": "3"}, **{"data-card": "gmv"}
    )
    assert (
        html_of(part)
        == '<td class="n" colspan="2" style="grid-column:span 4;--half:3" data-card="gmv">7</td>'
    )


def test_true_stands_alone_and_what_is_not_set_is_left_out() -> None:
    assert html_of(html.Section(None, hidden=True)) == "<section hidden></section>"
    assert html_of(html.Section(None, hidden=False)) == "<section></section>"


def test_an_id_of_parts_is_written_as_dash_writes_it() -> None:
    assert html_of(html.A(id={"type": "link", "index": "/"})) == (
        '<a id="{&quot;index&quot;:&quot;/&quot;,&quot;type&quot;:&quot;link&quot;}"></a>'
    )


def test_lists_and_texts_and_nothing_stand_beside_each_other() -> None:
    assert html_of(["a ", html.B(3), None, [html.Br(), 0]]) == "a <b>3</b><br>0"


def test_a_link_is_an_anchor_and_a_control_is_no_part_of_a_board() -> None:
    assert html_of(dcc.Link("go", href="/x?a=1&b=2", className="up")) in {
        '<a class="up" href="/x?a=1&amp;b=2">go</a>',
        '<a href="/x?a=1&amp;b=2" class="up">go</a>',
    }
    assert html_of(dcc.Store(id="s")) == ""


def test_a_day_in_a_sentence_stays_whole_at_the_end_of_a_line() -> None:
    told = html_of(unbroken("2021-01-01 to 12-26: −14.3%, 3-month"))
    assert (
        told
        == '<span class="unbroken">2021-01-01</span> to <span class="unbroken">12-26</span>: −14.3%, 3-month'
    )
    assert html_of(unbroken("")) == ""
