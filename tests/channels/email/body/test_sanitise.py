"""What stays of HTML, and what may not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.email.body import markup
from chalicelib.channels.email.body.sanitise import sanitised


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("<p>one <b>two</b></p>", "<p>one <b>two</b></p>"),
        ("<p>one<p>two", "<p>one</p><p>two</p>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<b><i>x</b></i>", "<b><i>x</i></b>"),
        ("</div>x</p>", "x"),
        ('<p style="color: red; position: fixed; top: 0">x</p>', '<p style="color:red">x</p>'),
        ('<p style="color: rgb(1, 2, 3)">x</p>', '<p style="color:rgb(1, 2, 3)">x</p>'),
        ('<p style="color">x</p>', "<p>x</p>"),
        ('<td width="99999" height="5%">x', "x"),
        ('<table><tr><td width="99999px">x</table>',
         '<table><tbody><tr><td width="2000">x</td></tr></tbody></table>'),
        ('<img width="50%" height="auto" alt="a &quot;lamp&quot;">',
         '<img alt="a &quot;lamp&quot;" width="50%">'),
        ('<div class="gmail_quote x" id="y">old</div>', '<div class="quoted">old</div>'),
        ('<div id="divRplyFwdMsg">old</div>', '<div class="quoted">old</div>'),
        ('<div class="quoted">mine</div>', "<div>mine</div>"),
        ("1 < 2 &amp; 3 > 2 &lt;b&gt;", "1 &lt; 2 &amp; 3 &gt; 2 &lt;b&gt;"),
        ("", ""),
    ],
)  # fmt: skip
def test_looks_stay_and_balance_is_made(source: str, clean: str) -> None:
    assert sanitised(source) == clean


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://shop.example/a?b=1&amp;c=2", "https://shop.example/a?b=1&amp;c=2"),
        ("mailto:ann@customer.example", "mailto:ann@customer.example"),
        ("tel:+4420", "tel:+4420"),
        ("/relative", ""),
        ("//host.example", ""),
        ("javascript:alert(1)", ""),
        (" jAvAsCrIpT&colon;alert(1)", ""),
        ("java&#10;script:alert(1)", ""),
        ("data:text/html,x", ""),
        ("#top", ""),
    ],
)
def test_links_lead_outside_in_a_window_of_their_own(link: str, kept: str) -> None:
    target = f'<a href="{kept}" ' if kept else "<a "

    clean = sanitised(f'<a href="{link}" target="_top" rel="opener">x</a>')

    assert clean == f'{target}target="_blank" rel="noopener noreferrer">x</a>'


def test_tags_and_depth_and_size_are_bounded() -> None:
    assert sanitised("<br>" * (markup.MAX_TAGS - 1)) is not None
    assert sanitised("<br>" * (markup.MAX_TAGS + 1)) is None
    assert sanitised("<div>" * markup.MAX_DEPTH) is not None
    assert sanitised("<div>" * (markup.MAX_DEPTH + 1)) is None
    assert sanitised("x" * (markup.MAX_BYTES + 1)) is None


def test_what_grows_while_it_is_written_is_dropped() -> None:
    open_fonts = "".join(f'<font color="c{number}" title="{"t" * 400}">' for number in range(12))

    assert sanitised("&" * 600_000) is None
    assert sanitised(f"<table>{open_fonts}{'<tr></tr>x' * 5_000}") is None


def test_formatting_in_formatting_ends_somewhere() -> None:
    assert sanitised("<b>" * 50 + "x") == "<b>" * 12 + "x" + "</b>" * 12


@given(st.text(alphabet="<>/=\"' abpimgscrt!-&;:\n", max_size=120))
def test_clean_markup_stays_as_it_is(source: str) -> None:
    clean = sanitised(source)

    assert clean is not None
    assert not re.search(r"<(?!/?[a-z0-9]+[ >])", clean)
    assert sanitised(clean) == clean
