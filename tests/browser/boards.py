"""A ceremony's board open at the desk, for tests: how to enter contests and what they hold."""

from playwright.sync_api import expect

from tests.people.pages import rows


class Keys:
    """A keyboard that counts: each letter is a key, and each key together with another is two."""

    def __init__(self, page):
        self.page = page
        self.pressed = 0

    def type(self, text):
        self.pressed += len(text) + sum(letter.isupper() for letter in text)
        self.page.keyboard.type(text)

    def press(self, *keys):
        for key in keys:
            self.pressed += len(key.split("+"))
            self.page.keyboard.press(key)


def contests(night, *names):
    """Contests for productions, one for each category, in that running order."""
    return [
        rows.contest(night, rows.category(night.award, name, basis="production"), position=position)
        for position, name in enumerate(names, 1)
    ]


def nominees():
    return [rows.person(name) for name in ("Mark Ruffalo", "Hugh Jackman", "Jeremy Pope")]


def nominate(contest, people):
    """Nominate each of them by themselves, in that order."""
    return [rows.nomination(contest, person, position=n) for n, person in enumerate(people, 1)]


def open_board(desk, ceremony):
    """Open the board, and wait for the focus that keys go to."""
    desk.goto(f"/admin/awards/ceremony/{ceremony.pk}/board/")
    expect(desk.locator("main :focus")).to_have_count(1)


def fold_of(desk, contest):
    return desk.locator(f"#contest-{contest.pk}")


def summary_of(fold):
    return fold.locator(":scope > summary")


def open_fold(desk, keys, contest):
    """Open the contest by keyboard, go to what is first in it, and return its fold."""
    fold = fold_of(desk, contest)
    summary_of(fold).focus()
    keys.press("Enter", "ArrowDown")
    return fold


def offered(desk):
    return desk.get_by_role("listbox").get_by_role("option")


def said(desk, text):
    expect(desk.locator("[data-status]")).to_have_text(text)


def listing(contest):
    return [
        (
            str(one.production or ""),
            [
                f"{each.name}, {each.role}" if each.role else each.name
                for each in one.nominees.all()
            ],
        )
        for one in contest.nominations.all()
    ]


def results(contest):
    contest.refresh_from_db()
    return [str(contest.outcome), *(str(one.result) for one in contest.nominations.all())]
