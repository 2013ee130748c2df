"""A web page that everybody can read passes; each thing taken from it is missed by name."""

import pytest

from pipeline.gate.accessible import web

GOOD = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Learning from a review</title>
<style>
body { color: #0b0c0c; background: #fff }
.banner { background: #003078; color: white; border-bottom: 1px solid #ccc }
.banner a { color: #fff }
.quiet { color: #505a5f }
h1 { font-size: 2rem; color: #003078 }
a:link { color: #1d70b8 }
@media print { body { color: #ddd } }
</style></head>
<body><header class="banner"><a href="#main">Skip to main content</a></header>
<main id="main"><h1>Learning from a review</h1>
<h2>What happened</h2><p>Two children were known to <strong>services</strong>.</p>
<img src="data:image/png;base64,AAAA" alt="Bar chart: contacts by month, most of them in June">
<h3>What agencies knew</h3>
<table><caption>Contacts</caption><tr><th scope="col">Agency</th><th scope="col">Day</th></tr>
<tr><td>Police</td><td>2 March</td></tr></table>
<h2>What will change</h2><p class="quiet">Read <a href="https://example.org/plan">the plan of the
partnership</a>.</p></main>
<footer><p>Made up for a test</p></footer></body></html>"""

SPOILT = [
    ('lang="en-GB"', "", "web-no-language"),
    ('lang="en-GB"', 'lang="de"', "web-no-language"),
    ("<title>Learning from a review</title>", "<title> </title>", "web-no-title"),
    ("<h1>Learning from a review</h1>", "<p>Learning from a review</p>", "web-headings"),
    ("<h2>What will change</h2>", "<h1>What will change</h1>", "web-headings"),
    ("<h2>What happened</h2>", "", "web-headings"),
    ("<h3>What agencies knew</h3>", "<h3> </h3>", "web-headings"),
    ("main", "section", "web-landmarks"),
    ("footer", "div", "web-landmarks"),
    ("header", "div", "web-landmarks"),
    (' alt="Bar chart: contacts by month, most of them in June"', "", "web-alt"),
    ("Bar chart: contacts by month, most of them in June", "", "web-alt"),
    ("Bar chart: contacts by month, most of them in June", "chart2.png", "web-alt"),
    ("Bar chart: contacts by month, most of them in June", "Image 3", "web-alt"),
    (' scope="col"', "", "web-table"),
    ("<caption>Contacts</caption>", "", "web-table"),
    ("th", "td", "web-table"),
    (">the plan of the\npartnership<", ">here<", "web-link"),
    (">the plan of the\npartnership<", "><", "web-link"),
    ("color: #0b0c0c", "color: #999", "web-contrast"),
    (".quiet { color: #505a5f }", ".quiet { color: #aaa }", "web-contrast"),
    ("background: #003078; color: white", "background: #f3f2f1; color: white", "web-contrast"),
    ('<p class="quiet">', '<p style="color: yellow">', "web-contrast"),
    ("</body>", "<script>1</script></body>", "web-outside"),
    ("</body>", '<img src="https://example.org/x.png" alt="A picture from there"></body>',
     "web-outside"),
    ("<style>", "<style>@import 'x.css';", "web-outside"),
    ("<style>", "<style>h1 { background-image: url(https://example.org/x.png) }", "web-outside"),
    ('<p class="quiet">', '<p onclick="x()">', "web-outside"),
    ("</head>", '<link rel="stylesheet" href="https://example.org/x.css"></head>', "web-outside"),
    ("</body>", '<form><input></form></body>', "web-outside"),
    ("<footer>", '<footer id="main">', "web-same-id"),
]


def test_a_good_page_passes() -> None:
    assert web(GOOD.encode(), "page.html") == []


@pytest.mark.parametrize(("old", "new", "code"), SPOILT)
def test_a_spoilt_page_is_refused_by_name(old: str, new: str, code: str) -> None:
    assert old in GOOD
    if old.isalpha():
        page = GOOD.replace(f"<{old}", f"<{new}").replace(f"</{old}>", f"</{new}>")
    else:
        page = GOOD.replace(old, new)
    assert {one.code for one in web(page.encode(), "page.html")} == {code}


def test_large_words_may_be_fainter() -> None:
    page = GOOD.replace("color: #003078 }", "color: #8a8a8a }")
    assert web(page.encode(), "page.html") == []
    assert [one.code for one in web(page.replace("2rem", "1rem").encode(), "page.html")] == [
        "web-contrast"]


def test_what_nobody_meets_is_not_asked_for() -> None:
    more = ('<svg aria-hidden="true"><path d="M0 0"/></svg><p hidden style="color: #fff">gone</p>'
            '<img src="data:," alt="" role="presentation">')
    assert web(GOOD.replace("</main>", f"{more}</main>").encode(), "page.html") == []
