"""Every kind of page, as readers get it: on a phone and on a desk, in the light and in the dark."""

import pytest

from tests.pages import PAGES, STORY

# No other three have more of the elements, classes and data attributes of all (216 of 273).
SAMPLE = ("front", "story", "person")
WATCH = """
window.__seen = {csp: [], shift: 0, moved: []};
document.addEventListener('securitypolicyviolation', e => __seen.csp.push(e.violatedDirective));
new PerformanceObserver(list => list.getEntries().forEach(e => {
  if (e.hadRecentInput) return;
  __seen.shift += e.value;
  for (const {node, previousRect: from, currentRect: to} of e.sources) {
    const name = node?.nodeName === '#text' ? node.data.trim() : node?.cloneNode().outerHTML ?? 'gone';
    __seen.moved.push(`${name.slice(0, 60)} from ${from.x},${from.y} to ${to.x},${to.y}`);
  }
})).observe({type: 'layout-shift', buffered: true});
"""
MEASURE = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) { scrollTo(0, y); await new Promise(r => setTimeout(r, 20)) }
  scrollTo(0, 0); await document.fonts.ready;
  return {...__seen, sideways: document.documentElement.scrollWidth - innerWidth,
          headings: document.querySelectorAll('h1').length}
}"""


def look(page, address, barriers):
    """What somebody would trip over: nothing, on a good page."""
    page.goto(address, wait_until="networkidle")
    seen = page.evaluate(MEASURE)
    trouble = [f"policy: {directive}" for directive in seen["csp"]]
    trouble += [f"barrier: {barrier}" for barrier in barriers(page)]
    if seen["shift"] > 0.02:
        trouble.append(f"shifts by {seen['shift']:.3f}: {'; '.join(seen['moved'])}")
    if seen["sideways"] > 0:
        trouble.append(f"{seen['sideways']} px too wide")
    if seen["headings"] != 1:
        trouble.append(f"{seen['headings']} first headings")
    return trouble


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name in SAMPLE else pytest.mark.everything) for name in PAGES],
)
def test_every_page_is_open_to_everybody_and_stands_still(page, sample, slow_line, barriers, name):
    page.add_init_script(WATCH)
    found = {}
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        if trouble := look(page, PAGES[name], barriers):
            found[width] = trouble
    assert found == {}


def test_no_page_is_wider_than_the_window_at_any_width_between(page, sample, everything):
    wide = {}
    for name in PAGES if everything else SAMPLE:
        page.goto(PAGES[name])
        for width in (320, 480, 600, 768, 820, 960, 1024, 1100, 1176, 1280, 1366, 1600):
            page.set_viewport_size({"width": width, "height": 800})
            if over := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
                wide[f"{name}, {width}"] = over
    assert {where: over for where, over in wide.items() if over > 0} == {}


def test_paper_has_what_a_screen_folds_and_cuts_nothing_off(page, sample):
    page.set_viewport_size({"width": 672, "height": 980})  # between the margins of A4
    page.emulate_media(media="print")
    page.goto(STORY)
    assert page.locator(".story__rail li").last.is_visible()
    page.goto("/people/mark-ruffalo/")
    assert page.locator("details table tr").last.is_visible()
    for address in (STORY, "/people/mark-ruffalo/", "/awards/emmys/2020/"):
        page.goto(address)
        too_wide = page.evaluate(
            "[...document.querySelectorAll('main *')].filter(it => it.checkVisibility()"
            " && it.getBoundingClientRect().right > innerWidth + 1).map(it => it.outerHTML.slice(0, 80))"
        )
        assert too_wide == [], address


def test_a_reader_walks_from_the_story_to_everything_it_names_and_back(page, sample):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(STORY)
    named = page.locator(".prose a.entity").evaluate_all("all => all.map(a => a.pathname)")
    assert len(set(named)) >= 25
    for address in dict.fromkeys(named):
        answer = page.goto(address)
        assert answer.status == 200, address
        back = page.locator(f'main a[href="{STORY}"]')
        assert back.count() >= 1, f"{address} does not lead back to the story"
    page.locator(f'main a[href="{STORY}"]').first.click()
    assert page.url.endswith(STORY)
