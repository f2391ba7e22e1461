"""With the system's high contrast on, what is current, pressed, chosen or done is told without a fill."""

from playwright.sync_api import expect

from tests.pages import PAGES, STORY

# What each state is told by in the markup, and how it is taken off.
STATES = """{
  current: ['a[aria-current], button[aria-current], span[aria-current], .steps [aria-current]', (it) => it.removeAttribute('aria-current')],
  pressed: ['button[aria-pressed=true]', (it) => it.setAttribute('aria-pressed', 'false')],
  selected: ['[role=option][aria-selected=true]', (it) => it.setAttribute('aria-selected', 'false')],
  invalid: ['[aria-invalid=true]', (it) => it.setAttribute('aria-invalid', 'false')],
  opened: ['.entity[aria-expanded=true]', (it) => it.setAttribute('aria-expanded', 'false')],
  done: ['.steps .done', (it) => it.classList.remove('done')],
  past: ['.timeline > .past', (it) => it.classList.remove('past')],
  good: ['.dot--good', (it) => it.classList.remove('dot--good')],
  ticked: ['.queue tr:has(.action-select:checked)', (it) => { it.classList.remove('selected'); it.querySelector('.action-select').checked = false }],
  toDo: ['.ProseMirror .tk', (it) => it.classList.remove('tk')],
  latest: ['.ledger tr.won', (it) => it.classList.remove('won')],
}"""
# Everything of the element and what is in it that is seen without a color or a fill; of a mark that a
# ::before draws, a fill in the color of the text as well, since that is drawn in every scheme.
LOOK = """
const look = (root) => [root, ...root.querySelectorAll('*')].flatMap((it) => [null, '::before', '::after'].map((pseudo) => {
  const style = getComputedStyle(it, pseudo);
  if (pseudo && style.content === 'none') return '';
  if (!pseudo && !it.checkVisibility()) return 'unseen';
  const lines = ['Top', 'Right', 'Bottom', 'Left'].map((side) => `${style[`border${side}Style`]} ${style[`border${side}Width`]}`);
  const outline = style.outlineStyle === 'none' ? '' : `${style.outlineStyle} ${style.outlineWidth}`;
  const mark = pseudo ? [style.content, style.transform, style.borderRadius, style.backgroundColor === style.color] : [];
  return [...lines, outline, style.textDecorationLine, style.textDecorationStyle, style.textDecorationThickness, style.fontWeight, ...mark].join();
})).join('|') + root.innerText;
"""
FIND = f"""(names) => {{
  {LOOK}
  if (!names.includes('selected')) document.activeElement?.blur(); // that would close the list
  const states = {STATES};
  const seen = [], untold = [];
  for (const name of names) {{
    const [selector, takeOff] = states[name];
    for (const it of document.querySelectorAll(selector)) {{
      if (!it.checkVisibility()) continue;
      const copy = it.cloneNode(true), before = look(it);
      takeOff(it);
      if (look(it) === before) untold.push(`${{name}}: ${{it.cloneNode().outerHTML}}`);
      for (const {{ name: attribute, value }} of copy.attributes) it.setAttribute(attribute, value);
      seen.push(name);
    }}
  }}
  return [seen, untold];
}}"""
RING = "() => { const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement); return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 }"


class Look:
    """Collects the states that were seen on the pages that were opened, and those that nothing told."""

    def __init__(self, page):
        self.page, self.seen, self.untold = page, set(), []
        page.emulate_media(forced_colors="active", reduced_motion="reduce")

    def at(self, *states):
        seen, untold = self.page.evaluate(FIND, list(states))
        assert set(seen) == set(states), self.page.url
        self.seen |= set(seen)
        self.untold += untold

    def ring(self):
        self.page.keyboard.press("Tab")
        assert self.page.evaluate(RING), self.page.url


def follow(page, look, scheme):
    """A reader's way through the site, each page with what it has to tell."""
    page.emulate_media(color_scheme=scheme)
    page.goto(PAGES["section"])
    look.at("current")
    look.ring()
    page.goto(STORY)
    name = page.locator(".prose a.entity").first
    name.evaluate("it => it.setAttribute('aria-expanded', 'true')")
    look.at("opened")
    page.goto(PAGES["ceremony"])
    assert page.locator(".won:not(:has(.won-mark))").count() == 0
    expect(page.locator(".won .won-mark").first).to_contain_text("W")
    page.goto(PAGES["category"])
    look.at("latest")
    page.goto("/")
    page.locator("#q-top").press_sequentially("mark ru")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    look.at("selected")


def test_readers_see_what_is_current_chosen_and_won(page, sample):
    page.set_viewport_size({"width": 1440, "height": 1000})
    look = Look(page)
    for scheme in ("light", "dark"):
        follow(page, look, scheme)
    assert look.untold == []
