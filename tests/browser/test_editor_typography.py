"""Straight quotes, double hyphens and three periods become typographic as one types."""

import pytest
from playwright.sync_api import expect

from tests.browser.writing import Writing, headline, stored_headline

RULE = """async (_, words) => {
  const { replacements } = await import("desk/story/typography");
  return replacements(words).reverse().reduce((all, { from, to, put }) => all.slice(0, from) + put + all.slice(to), words);
}"""
TYPED = {
    '"Hello," she said. "Don\'t."': "“Hello,” she said. “Don’t.”",
    "\"'Fargo' is back,\" he said": "“‘Fargo’ is back,” he said",
    "\"She said 'go'\"": "“She said ‘go’”",
    '("Fargo") ["Fargo"] --"Fargo"': "(“Fargo”) [“Fargo”] —“Fargo”",
    '"I was--" he began, "so---so"': "“I was—” he began, “so—so”",
    "a -- b - c-d": "a — b - c-d",
    "Wait... what....": "Wait… what….",
    "the '90s, '90s-style rock 'n' roll": "the ’90s, ’90s-style rock ’n’ roll",
    "'Tis the 2010's, class of '20.": "’Tis the 2010’s, class of ’20.",
    "James' and the Emmys' best": "James’ and the Emmys’ best",
    '5\'11" tall, a 6" cut': '5\'11" tall, a 6" cut',
    '"Se7en 2" won, "Oscars 2020"': "“Se7en 2” won, “Oscars 2020”",
    "at https://a.example/x--y'z...b": "at https://a.example/x--y'z...b",
    "“Curly” it’s — and…": "“Curly” it’s — and…",
}


@pytest.fixture
def at(page, sign_in_to, ada):
    sign_in_to(page, ada)
    return Writing(page, ada)


def test_quotes_and_dashes_are_typographic_as_one_types_and_each_can_be_taken_back(at, page):
    for typed, right in TYPED.items():
        assert at.field.evaluate(RULE, typed) == right, typed
        assert at.field.evaluate(RULE, right) == right, typed
    type_them(at)
    take_back_that_alone(at)
    keep_what_is_pasted_until_asked(at, page)
    write_a_headline_and_a_dek(at, page)
    write_a_caption(at, page)


def type_them(at):
    at.begin("<p></p>")
    at.press(*['"'], *"He", "Control+b", *"'s \"in", "Control+b", *'"', "Enter")
    at.type("'Twas '20")
    at.press("Enter")
    at.type('- "So"--')
    assert at.held == (
        "<p>“He<strong>’s “in</strong>”</p><p>’Twas ’20</p><ul><li><p>“So”—</p></li></ul>"
    )


def take_back_that_alone(at):
    for typed, keys, left in (
        ('Say "', ("Control+z",), 'Say "'),
        ('Say "', ("Backspace",), 'Say "'),
        ("So--", ("Backspace", "-"), "So---"),
        ("So--", ("Control+z", "Control+Shift+z"), "So—"),
        ("So...", ("Backspace", "Backspace"), "So.."),
        ("So--", ("!", "Backspace"), "So—"),
        ('Say "no', ("Control+z", "Control+z"), 'Say "'),
        ("the '90s ", ("Backspace",), "the ‘90s "),
    ):
        at.begin("<p></p>")
        at.type(typed)
        at.press(*keys)
        assert at.held == f"<p>{left}</p>", typed


def keep_what_is_pasted_until_asked(at, page):
    at.begin("<p></p>")
    pasted = '<p>"So"--<em>"it</em> was"...</p><ul><li>\'90s</li></ul>'
    at.paste(pasted)
    held = '<p>"So"--<em>"it</em> was"...</p><ul><li><p>\'90s</p></li></ul>'
    assert at.held == held
    at.select('"So"')
    at.button("Use typographic quotes and dashes").click()
    assert at.held == held.replace('"So"', "“So”")
    expect(page.locator(".story-note")).to_have_text("2 places changed. Undo reverts it.")
    at.press("ArrowRight")
    at.button("Use typographic quotes and dashes").click()
    assert at.held == ("<p>“So”—<em>“it</em> was”…</p><ul><li><p>’90s</p></li></ul>")
    at.press("Control+z")
    assert at.held == held.replace('"So"', "“So”")
    at.button("Use typographic quotes and dashes").click()
    at.button("Use typographic quotes and dashes").click()
    expect(page.locator(".story-note")).to_contain_text("There are no straight quotes")


def write_a_headline_and_a_dek(at, page):
    headline(page).fill("")
    at.type('"*Fargo*\'s" night--')
    expect(stored_headline(page)).to_have_value("“*Fargo*’s” night—")
    at.press("Backspace")
    expect(stored_headline(page)).to_have_value("“*Fargo*’s” night--")
    headline(page).fill('Pasted "quotes"')
    expect(stored_headline(page)).to_have_value('Pasted "quotes"')
    page.get_by_label("Dek").fill('And "more"')
    at.field.evaluate("(body) => body.story.editor.view.focus()")
    at.button("Use typographic quotes and dashes").click()
    expect(stored_headline(page)).to_have_value("Pasted “quotes”")
    expect(page.locator("[name=dek]")).to_have_value("And “more”")


def write_a_caption(at, page):
    at.begin("<table><tbody><tr><td>A</td><td>B</td></tr></tbody></table>")
    caption = page.get_by_label("Caption of the table")
    for typed, right in TYPED.items():
        caption.fill("")
        at.type(typed)
        expect(caption).to_have_value(right)
    caption.fill("")
    at.type('Say "')
    at.press("Control+z")
    expect(caption).to_have_value('Say "')
    caption.fill("the end")
    at.press("Home", '"', *["ArrowRight"] * 3, '"')
    expect(caption).to_have_value("“the” end")
    assert 'data-caption="“the” end"' in at.held
