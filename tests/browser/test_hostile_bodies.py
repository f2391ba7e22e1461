"""What has run script in other people's pages doesn't in a real browser, with no policy to help."""

from articles.body.blocks import Resolved
from articles.body.cleaning import clean
from tests.articles.body.hostile import CORPUS
from tests.articles.body.oracle import SHOWN, STORED
from tests.articles.body.samples import page as shown

LOOK = """html => {
    const box = document.createElement("div");
    document.body.append(box);
    box.innerHTML = html;
    const found = [];
    for (const element of box.querySelectorAll("*")) {
        found.push(element.localName);
        for (const {name} of element.attributes) found.push(`${element.localName} ${name}`);
        if (element.href) found.push(`to ${element.protocol}`);
    }
    box.remove();
    return found;
}"""


def test_a_browser_finds_nothing_in_them_but_the_vocabulary(page):
    ran = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.goto("about:blank")
    allowed = {f"to {scheme}" for scheme in ("http:", "https:", "mailto:", ":")}  # a path has none
    for tags in (STORED, SHOWN):
        allowed |= set(tags) | {f"{tag} {name}" for tag, names in tags.items() for name in names}
    pieces = [piece for way in CORPUS.values() for piece in way]
    stored = [clean(piece) for piece in pieces]
    # Looked at by someone who has neither the record nor the pictures: nothing is loaded.
    printed = [shown(piece, Resolved()) for piece in pieces]
    page.set_content("".join(stored + printed))
    found = {each for html in stored + printed for each in page.evaluate(LOOK, html)}
    assert sorted(found - allowed) == []
    assert page.evaluate(LOOK, "<img src onerror=alert('seen')>") == [
        "img",
        "img src",
        "img onerror",
    ]
    page.wait_for_timeout(200)
    assert ran == ["seen"]
