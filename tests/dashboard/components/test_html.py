import base64
import re

import pytest

from dashboard.charts.sparkline import sparkline
from dashboard.components.html import element, escape_markdown, join_content
from dashboard.components.icons import icon
from dashboard.components.links import page_link
from dashboard.components.tables import html_table

NAUGHTY = '<img src=x onerror="alert(1)">'


def drawn(address):
    return base64.b64decode(address.split(",")[1]).decode()


def test_text_is_escaped_and_markup_is_not():
    assert element("p", NAUGHTY, element("b", "ok")) == (
        "<p>&lt;img src=x onerror=&quot;alert(1)&quot;&gt;<b>ok</b></p>"
    )


def test_an_attribute_cannot_be_left():
    assert element("a", "x", title='"><script>') == '<a title="&quot;&gt;&lt;script&gt;">x</a>'
    assert element("p", "x", class_=None, aria_label="y") == '<p aria-label="y">x</p>'


def test_a_link_encodes_what_people_typed():
    assert page_link("A", "agency", agency='A"&b=1') == '<a href="agency?agency=A%22%26b%3D1">A</a>'
    assert page_link("A", "methods") == '<a href="methods">A</a>'


def test_nested_and_empty_content():
    assert join_content(["a", None, [element("b", "c")]], between=", ") == "a<b>c</b>"
    assert join_content("a", None, "<", between=" & ") == "a &amp; &lt;"
    assert element("img", src="x") == '<img src="x">'


def test_a_table_escapes_its_cells_and_can_be_reached_by_keyboard():
    made = html_table("T", ("Name", "n"), [(NAUGHTY, "1")], numbers=(1,))
    assert "<img" not in made
    assert 'tabindex="0"' in made
    assert '<th scope="row">' in made


@pytest.mark.parametrize("values", [[], [None, None]])
def test_a_sparkline_of_nothing_is_an_empty_picture(values):
    assert "<path" not in drawn(sparkline(values))


def test_a_sparkline_breaks_at_a_gap_and_ends_at_the_last_value():
    svg = drawn(sparkline([1.0, 2.0, None, 3.0, 4.0, None]))
    path = re.search(r'd="([^"]+)" fill="none"', svg)[1]
    assert path.count("M") == 2
    assert path.count("L") == 2
    assert 'cx="80.2" cy="5.0"' in svg


def test_a_flat_sparkline_lies_in_the_middle():
    assert 'cy="14.0"' in drawn(sparkline([3.0, 3.0]))


def test_a_sign_is_next_to_its_word_or_says_it_itself():
    assert 'alt=""' in icon("no_change", "No change")
    assert 'alt="No change"' in icon("no_change", alt="No change")


def test_typed_text_in_a_label_is_no_markdown():
    assert escape_markdown("*A* [b](http://c) $1$ :red[d]") == (
        r"\*A\* \[b\]\(http\:\/\/c\) \$1\$ \:red\[d\]"
    )
    assert escape_markdown("Éva’s 2nd house") == "Éva’s 2nd house"
