"""A page as a reader has it: its tree, and the words of any part of it."""

from html.parser import HTMLParser
from xml.etree import ElementTree

VOID = {"img", "link", "meta", "source", "br", "input", "hr"}


class _Tree(HTMLParser):
    def __init__(self):
        super().__init__()
        self.builder = ElementTree.TreeBuilder()

    def handle_starttag(self, tag, attrs):
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)

    def handle_startendtag(self, tag, attrs):
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        self.builder.end(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.builder.end(tag)

    def handle_data(self, data):
        self.builder.data(data)


def page(response):
    """The tree of an answer that shows a page."""
    assert response.status_code == 200
    tree = _Tree()
    tree.feed(response.content.decode())
    return tree.builder.close()


def words(element):
    """The text of an element as it is read aloud: without what is only drawn."""
    return " ".join("".join(_spoken(element)).split())


def _spoken(element):
    yield element.text or ""
    for child in element:
        if child.get("aria-hidden") != "true":
            yield from _spoken(child)
        yield child.tail or ""


def all_words(tree, path):
    return [words(element) for element in tree.findall(f".//{path}")]


def rows(tree, cls):
    """The body rows of the first table of a class, each as the words of its cells."""
    table = next(t for t in tree.iter("table") if t.get("class", "").split()[:1] == [cls])
    return [[words(cell) for cell in row] for body in table.iter("tbody") for row in body]


def section(tree, heading):
    """The section under a heading, or None."""
    for found in tree.iter("section"):
        title = next((h for h in found.iter() if h.tag in ("h2", "h3")), None)
        if title is not None and words(title) == heading:
            return found
    return None


def facts(tree):
    """The boxes of the page's form: {label: value}."""
    form = next((dl for dl in tree.iter("dl") if "form" in dl.get("class", "").split()), [])
    return {words(box.find("dt")): words(box.find("dd")) for box in form}


def links(element):
    """What is linked in an element: {words: address}."""
    return {words(a): a.get("href") for a in element.iter("a")}
