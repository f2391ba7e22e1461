"""The desk's keyboard shortcuts. The dialog prints this table, and keys.js reads it from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from newsroom.admin_site.navigation import PlaceGroup


@dataclass(frozen=True)
class Key:
    """What to type, one key after the other ("g s"), and what it does.

    `address`: go there. `does`: an action that static/js/desk/keys.js knows by this name. Without
    either, another script handles the key, and this is only its explanation.
    """

    typed: str
    label: str
    address: str = ""
    does: str = ""

    @property
    def parts(self) -> list[str]:
        return self.typed.split()


@dataclass(frozen=True)
class KeyGroup:
    name: str
    keys: tuple[Key, ...]
    is_writing: bool = False  # the story's screen shows it first


# Handled by static/js/desk/story and saving.js, on the story's screen only.
WRITING = KeyGroup(
    "While writing a story",
    (
        Key("/", "In the text: put in a heading, a table, a picture, a speech or a box"),
        Key("@", "In the text: link a name of the record"),
        Key("Ctrl+K", "In the text: link the selected words (⌘ for Ctrl on a Mac)"),
        Key("Ctrl+S", "Save"),
        Key("Ctrl+P", "Preview"),
        Key("Ctrl+Enter", "Save, then publish or submit: a dialog asks first"),
        Key("Ctrl+B", "Bold"),
        Key("Ctrl+I", "Emphasis; with Shift, or in the headline, a title"),
        Key("Ctrl+F", "In the text: find and replace"),
        Key("Alt+F10", "From the text to the toolbar; Esc goes back"),
        Key("Tab", "In a speech or a pull quote: who says it; Shift+Tab goes back"),
        Key("Tab", "In a table: the next cell, and after the last a new row; Esc leaves it"),
    ),
    is_writing=True,
)
# Handled by static/js/desk/board.js, on the board only.
BOARD = KeyGroup(
    "On a ceremony’s board",
    (
        Key("↑ ↓", "From fold to fold, from nomination to nomination, into the field"),
        Key("Enter", "In the field: enter the name; when it is empty, begin the next nomination"),
        Key("Tab", "In the field: choose the name, and say the role"),
        Key("w", "On a nomination: it won, or it didn’t; on a second one: a tie"),
        Key("0", "No award"),
        Key("Alt+↑ Alt+↓", "Move the nomination, or on its fold the contest"),
        Key("Delete", "Take the nomination out"),
        Key("u", "Take the last change back (Ctrl+Z too)"),
        Key("→ ←", "Open the fold, close it"),
    ),
)


def keyboard_shortcuts(
    places: Iterable[PlaceGroup], *, new_story: str = "", has_boards: bool = False
) -> tuple[KeyGroup, ...]:
    """Return the shortcuts for a user who may open these places. No query.

    `new_story`: the address for a new story, "" if they may not write one. `has_boards`: whether they
    enter nominations.
    """
    anywhere = (
        Key("/", "Find a story, a name or a place", does="jump"),
        Key("Ctrl+K", "The same, also in a field that isn’t a story’s text (⌘K on a Mac)"),
        Key("Ctrl+S", "Save the form, and stay (⌘S on a Mac)"),
        *([Key("n", "New story", new_story)] if new_story else []),
        Key("?", "These shortcuts", does="keys"),
        Key("Esc", "Close what is open"),
    )
    going = tuple(
        Key(f"g {entry.place.key}", entry.place.label, entry.url)
        for group in places
        for entry in group.entries
        if entry.place.key
    )
    stories = (WRITING,) if new_story else ()
    boards = (BOARD,) if has_boards else ()
    return KeyGroup("Anywhere", anywhere), KeyGroup("Go to", going), *stories, *boards
