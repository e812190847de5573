"""HTML as plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.email.body.plain import text_of


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("a\n  b\t<b> c</b>&nbsp;d", "a b c d"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<pre>one\n  two</pre>", "one\n  two"),
        ("new<blockquote>old<br>older<blockquote>oldest</blockquote></blockquote>after",
         "new\n\n> old\n> older\n>\n>> oldest\n>>\n>\nafter"),
        ("<img alt='a lamp'><img src=x>", "[a lamp]"),
        ("a &lt; b &amp;&amp; c &#x1F4A1;", "a < b && c 💡"),
        ("2 < 3 and <3", "2 < 3 and <3"),
        ("<style>p{}</style><script>x()</script><title>t</title>words", "words"),
        ("<STYLE>p{}</StYlE >words", "words"),
        ("<script>never closed", ""),
        ("<!-- hidden <b>words</b> --><!doctype html><?xml?></>words", "words"),
        ("<!-- never closed", ""),
        ("<a href='https://x.example'>link</a>", "link"),
        ("</blockquote></pre>words", "words"),
        ("<b", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_words_stand_where_they_stood(source: str, text: str) -> None:
    assert text_of(source) == text


def test_too_many_tags_are_stripped_all_at_once() -> None:
    assert text_of("<p>" * 30_000 + "words<script>x()</script><b>!") == "words !"


@given(st.text(alphabet="<>/=\"' abp!-&;\n", max_size=80))
def test_any_markup_has_some_text(source: str) -> None:
    assert isinstance(text_of(source), str)
