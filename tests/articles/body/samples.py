"""For each part of the vocabulary what it looks like stored and shown, and what its attributes refuse."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from django.template.loader import render_to_string

from articles.body.blocks import RecordLink, Resolved
from articles.body.rendering import blocks
from photos.models import Picture

END = render_to_string("parts/endmark.html").strip()


@dataclass
class Sample:
    stored: list[str]
    shown: str  # in the page of the first one stored
    refused: dict[str, list[str]] = field(default_factory=dict)  # by attribute
    inside: str = "<p>Words.</p>"  # of one that holds something


NO_ID = ["", "Mark-Ruffalo", "mark ruffalo", "-mark", "a" * 65, "mark\u200b", 'x"onclick="alert(1)']
NO_WORDS = ["a<b", "a>b", "x" * 201]
NO_ADDRESS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "ftp://example.com/",
    "//example.com/",
    "/\\example.com/",
    "\\\\example.com\\",
    "https:example.com",
    "https://",
    "https://good.example@bad.example/",
    "https://example.com:port/",
    "https://example.com/a b",
    "https://example.com/\u202egpj.exe",
    "page.html",
    "#part",
    "?q=1",
    "mailto:",
    "https://example.com/" + "x" * 2000,
]

SAMPLES = {
    "RecordLink": Sample(
        ['<p>By <a data-record="mark-ruffalo">Mark <em>Ruffalo</em></a>.</p>'],
        'By <a class="entity" href="/people/mark-ruffalo/" data-card="card-1">Mark <em>Ruffalo</em></a>.',
        {"data-record": NO_ID},
    ),
    "Link": Sample(
        [
            '<p><a href="https://example.com/a?b=1&amp;c=2#d">there</a></p>',
            '<p><a href="http://example.com:8000/">there</a></p>',
            '<p><a href="mailto:desk@example.com?subject=A%20tip">write</a></p>',
            '<p><a href="/corrections/">here</a></p>',
            '<p><a href="/">home</a></p>',
        ],
        '<a href="https://example.com/a?b=1&amp;c=2#d">there</a>',
        {"href": NO_ADDRESS},
    ),
    "Bold": Sample(["<p>a <strong>bold</strong> claim</p>"], "a <strong>bold</strong> claim"),
    "Italic": Sample(["<p>an <em>italic</em> one</p>"], "an <em>italic</em> one"),
    "Title": Sample(["<p>in <cite>Spotlight</cite></p>"], "in <cite>Spotlight</cite>"),
    "Paragraph": Sample(
        ["<p>Some words.</p>", "<p>I&nbsp;Know  This &amp; that &lt;3</p>"],
        f'<p class="opening">Some words.{END}</p>',
    ),
    "Heading": Sample(
        ["<h2>One actor</h2><h3>Two brothers</h3>"], "<h2>One actor</h2>\n<h3>Two brothers</h3>"
    ),
    "BulletList": Sample(
        ["<ul><li><p>one</p></li><li><p>two</p></li></ul>"],
        f"<ul><li>one</li><li>two{END}</li></ul>",
    ),
    "OrderedList": Sample(["<ol><li><p>one</p></li></ol>"], f"<ol><li>one{END}</li></ol>"),
    "ListItem": Sample(
        ["<ul><li><p>one</p><p>more</p><ol><li><p>deeper</p></li></ol></li></ul>"],
        f"<ul><li><p>one</p><p>more</p><ol><li>deeper{END}</li></ol></li></ul>",
    ),
    "Table": Sample(
        [
            (
                '<table data-caption="Two &amp; two"><tbody><tr><th>Who</th><th>What</th></tr>'
                "<tr><td>Ruffalo</td><td><cite>I Know</cite></td></tr></tbody></table>"
            ),
            "<table><tbody><tr><td>King</td><td></td></tr></tbody></table>",
        ],
        '<div class="cells scroll-x" tabindex="0" role="region" aria-label="Table: Two &amp; two">\n'
        '  <table><caption>Two &amp; two</caption><thead><tr><th scope="col">Who</th><th scope="col">What'
        "</th></tr></thead><tbody><tr><td>Ruffalo</td><td><cite>I Know</cite></td></tr></tbody></table>",
        {"data-caption": [*NO_WORDS[:2], "x" * 301]},
        "<tr><td>Words</td><td>more</td></tr>",
    ),
    "TableRow": Sample(
        ["<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>"],
        "<tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody>",
    ),
    "TableHeader": Sample(
        [
            (
                '<table><tbody><tr><th></th><th><a href="/x">a</a></th></tr>'
                "<tr><td>b</td><td>c</td></tr></tbody></table>"
            ),
        ],
        '<thead><tr><td></td><th scope="col"><a href="/x">a</a></th></tr></thead><tbody>',
    ),
    "TableCell": Sample(
        ["<table><tbody><tr><td>a</td><td><strong>b</strong></td></tr></tbody></table>"],
        "<td>a</td><td><strong>b</strong></td>",
    ),
    "Quotation": Sample(
        [
            (
                '<blockquote data-speaker="Ruffalo" data-how="to Cianfrance"'
                ' data-record="mark-ruffalo"><p>Thank you.</p><p>All.</p></blockquote>'
            ),
            '<blockquote data-speaker=""><p>Thank you.</p></blockquote>',
        ],
        '<span class="speech__who plain"><a href="/people/mark-ruffalo/">Ruffalo</a></span> '
        '<span class="speech__how">(to Cianfrance)</span></figcaption>',
        {"data-speaker": NO_WORDS, "data-how": NO_WORDS, "data-record": NO_ID},
    ),
    "PullQuote": Sample(
        [
            '<aside data-pull="Ruffalo &amp; &quot;all&quot;"><p>“Stronger.”</p></aside>',
            '<aside data-pull=""><p>“Stronger.”</p></aside>',
        ],
        "<p>“Stronger.”</p>\n  <footer>Ruffalo &amp; &quot;all&quot;</footer>",
        {"data-pull": NO_WORDS},
    ),
    "FigureRef": Sample(
        [
            '<figure data-picture="twins" data-caption="One face, two brothers." data-size="wide"></figure>',
            '<figure data-picture="twins" data-size="text"></figure>',
            '<figure data-picture="twins"></figure>',
        ],
        '<figcaption>One face, two brothers. <span class="credit">Illustration: The Call Sheet</span>',
        {
            "data-picture": NO_ID,
            "data-caption": [*NO_WORDS[:2], "x" * 601],
            "data-size": ["", "huge", "wide text"],
        },
    ),
    "NomineesBox": Sample(
        ['<div data-nominees="lead-actor-2020"></div>'],
        "the nominees",
        {"data-nominees": NO_ID},
    ),
    "TallyBox": Sample(
        ['<div data-tally="mark-ruffalo" data-award="emmys"></div>'],
        "two wins",
        {"data-tally": NO_ID, "data-award": NO_ID},
    ),
    "Embed": Sample(
        [
            '<div data-embed="https://www.youtube.com/watch?v=abc&amp;t=1"></div>',
            '<div data-embed="https://youtu.be/abc"></div>',
            '<div data-embed="https://vimeo.com/123"></div>',
            '<div data-embed="https://x.com/someone/status/1"></div>',
            '<div data-embed="https://m.twitter.com/someone/status/1"></div>',
            '<div data-embed="https://www.instagram.com/p/abc/"></div>',
        ],
        '<b>Video on YouTube.</b> <a href="https://www.youtube.com/watch?v=abc&amp;t=1">'
        "youtube.com/watch?v=abc&amp;t=1</a>",
        {
            "data-embed": [
                *NO_ADDRESS,
                "http://www.youtube.com/watch?v=abc",
                "https://www.youtube.com/",
                "https://youtube.com.example.com/watch?v=abc",
                "https://notyoutube.com/watch",
                "https://youtube.com:444/watch",
                "/watch",
                "mailto:a@youtube.com",
            ]
        },
    ),
}

RUFFALO = RecordLink("/people/mark-ruffalo/", "Mark Ruffalo", "card-1")


def twins(caption="Twins"):
    return Picture(
        public_id="twins",
        width=1800,
        height=1200,
        kind="illustration",
        alt="Two profiles",
        caption=caption,
        credit="The Call Sheet",
    )


RESOLVED = Resolved(
    records={"mark-ruffalo": RUFFALO},
    pictures={"twins": twins()},
    contests={"lead-actor-2020": SimpleNamespace(said="the nominees")},
    tallies={("mark-ruffalo", "emmys"): SimpleNamespace(said="two wins")},
)


def page(body, resolved=RESOLVED, dateline=""):
    """The body as a reader gets it. Boxes of the record, whose markup is elsewhere, say who they are."""
    printed = []
    for block in blocks(body, resolved, dateline):
        if block.kind == "html":
            printed.append(block.html)
        elif block.kind == "nominees":
            printed.append(block.contest.said)
        elif block.kind == "tally":
            printed.append(block.tally.said)
        else:
            printed.append(render_to_string(block.template, {"block": block}))
    return "\n".join(printed)
