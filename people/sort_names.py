"""The name that lists sort an entity under, made from its name, and the sort key.

People are listed by family name, as the Chicago Manual of Style indexes them (17th edition, 16.71 to
16.76 and 16.84). A particle stays with the family name, which is the American usage: "de la Tour,
Frances", "von Trier, Lars", "Van Sant, Gus". The Arabic article "al-" doesn't. Everything else is
listed without its English article: "Crown, The". An article of another language stays where it is,
since the record doesn't know the language of a title ("Die Hard" has none).

The rule can't recognize a family name of two words ("Bonham Carter, Helena") or one that comes first
("Bong Joon Ho"): an editor enters such a sort name. Nothing stores whether an editor did: a sort name
that differs from what the rule makes was entered by one (see `docs/decisions/`).
"""

from __future__ import annotations

import re

from words.folding import fold

LENGTH = 300  # of a name and of its sort name

PARTICLE = re.compile(
    "abu|af|av|bin|bint|da|dal|dalla|das|de|degli|dei|del|dell'|della|delle|den|der|des|di|do|dos|du|d'|"
    "ibn|la|las|le|les|lo|los|mc|o'|saint|san|st|sainte|ste|'t|te|ten|ter|und|van|vom|von|zu|zum|zur"
)
JOINS = frozenset({"y"})  # "José Ortega y Gasset" is an Ortega y Gasset
# A single name after one of these is a stage name or a style, and isn't turned around.
STYLE = re.compile(
    "captain|dame|dj|doctor|dr|lady|lil|lord|mc|miss|mister|mother|mr|mrs|ms|pope|prince|princess|"
    "professor|queen|sir|sister"
)
EPITHETS = frozenset({"the", "of", "and", "&"})  # "Chance the Rapper", "Joan of Arc"
SUFFIX = re.compile(r"(?:jr|sr|esq|ph\.?d|m\.?d|ii|iii|iv|\d(?:nd|rd|th))\.?", re.IGNORECASE)
LETTERS_AFTER = re.compile(r"(?:[A-Z]\.?){2,6}|V")  # "ASC", "O.B.E."
INITIAL = re.compile(r"\w\.?")
GIVEN_NAME_LAST = re.compile(r"[^\W\d_]+-[^\W\d_]+")  # "Joon-ho": the family name came first
ARABIC_ARTICLE = re.compile(r"(?P<article>[ae]l-)(?P<name>\w.*)")
ARTICLE = re.compile(r"(?P<article>the|an?)\s+(?P<rest>.*\w.*)", re.IGNORECASE)
NO_ARTICLE = re.compile(r"an?\s+(?:to|is|for|and|or|[&+/=-]+)(?:\s|$)", re.IGNORECASE)  # "A to Z"
OPENING = "\"'“‘«¡¿([{…."
NUMBER = re.compile(r"[0-9]{1,5}")


def sort_name_of(name: str, kind: str) -> str:
    """Return the sort name by the rule: "Ruffalo, Mark" for a person, "Crown, The" for a title."""
    words = name.split()
    made = _of_a_person(words) if kind == "person" else _without_article(" ".join(words))
    return made[:LENGTH]


def follows_rule(sort_name: str, name: str, kind: str) -> bool:
    """Return whether the sort name is empty or what the rule makes, so that no editor entered it."""
    return not sort_name or sort_name == sort_name_of(name, kind)


def sort_key_of(sort_name: str) -> str:
    """Return the key that lists sort by: without case, accents or marks, numbers by their value.

    A name sorts before a longer one that begins with it: Lee, Lee Thompson, Leeds. Parts are
    therefore joined by a comma and words by a hyphen, whose codes come before all letters and digits.
    """
    parts = (fold(part).replace(" ", "-") for part in sort_name.split(","))
    key = ",".join(filter(None, parts)) or fold(sort_name)
    return NUMBER.sub(lambda number: number[0].zfill(6), key)[:LENGTH]


def _of_a_person(words: list[str]) -> str:
    name = " ".join(words)
    head, comma, after = name.partition(",")
    if comma and not all(map(_is_suffix, after.replace(",", " ").split())):
        return name  # turned around already, or "Tyler, the Creator"
    words, suffixes = head.split(), [part.strip() for part in after.split(",") if part.strip()]
    while len(words) > 1 and SUFFIX.fullmatch(words[-1]):
        suffixes.insert(0, words.pop())
    if not _can_be_turned(words):
        article = words and words[0].casefold() == "the" and not suffixes
        return _without_article(name) if article else name
    start = _family_name_begins(words)
    if start == 0:
        return name
    given, family = " ".join(words[:start]), " ".join(words[start:])
    if arabic := ARABIC_ARTICLE.fullmatch(family):
        given, family = f"{given} {arabic['article']}", arabic["name"]
    return ", ".join([family, given, *suffixes])


def _is_suffix(word: str) -> bool:
    return bool(SUFFIX.fullmatch(word) or LETTERS_AFTER.fullmatch(word))


def _can_be_turned(words: list[str]) -> bool:
    """Return whether the last word is a family name, as it isn't in a stage name, a style or an epithet."""
    if len(words) < 2 or any(word.casefold() in EPITHETS for word in words):
        return False
    first, last = words[0], words[-1]
    if len(words) == 2 and STYLE.fullmatch(first.casefold().rstrip(".")):
        return False
    if len(words) == 2 and GIVEN_NAME_LAST.fullmatch(last) and _is_given_name(last):
        return False
    has_letters = any(letter.isalpha() for letter in last)
    if INITIAL.fullmatch(last) or (len(words) == 2 and not has_letters):  # "André 3000"
        return False
    # A nickname between quotation marks may end the name: its bearer has no family name here.
    return not first[0].isdigit() and last[-1] not in '"”»)'


def _is_given_name(word: str) -> bool:
    return word[0].isupper() and word.partition("-")[2].islower()


def _family_name_begins(words: list[str]) -> int:
    """Return the index of the family name's first word; 0 if the whole name is one."""
    start = len(words) - 1
    if start >= 3 and words[start - 1].casefold() in JOINS:
        start -= 2
    while start > 0 and _is_particle(words[start - 1]):
        start -= 1
    # Of "Van Heflin" the first word is a given name; of "De La Soul" nothing is.
    return 1 if start == 0 and len(words) == 2 else start


def _is_particle(word: str) -> bool:
    return bool(PARTICLE.fullmatch(word.casefold().replace("’", "'").rstrip(".")))


def _without_article(name: str) -> str:
    """Return "Crown, The" for "The Crown". Marks before the article stay in front."""
    bare = name.lstrip(OPENING)
    found = ARTICLE.fullmatch(bare)
    if found is None or NO_ARTICLE.match(bare):
        return name
    return f"{name[: len(name) - len(bare)]}{found['rest']}, {found['article']}"
