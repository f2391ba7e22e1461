"""Makes a corpus of stories, people, productions and awards. The same options give the same bytes.

    python3 bench/make_corpus.py --stories 1000 --out var/bench/corpus-1k

It is plain Python and doesn't need the site. Each table is a file of JSON lines. A story depends only on its
number (0 is the newest), so a smaller corpus is the newest part of a larger one. Names follow Zipf's law: a
few people are in thousands of stories, most in a handful.
"""

import argparse
import bisect
import hashlib
import json
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

SEED = "entertainment-newsroom-1"
NEWEST = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
EVERYDAY = """the of and to in a is that for it was on as with he be by at his from had are
but this which or have an they you were her she all one we there been their has would who when
if more will no out so said what up about into than them can only other new some time could
these two may then do first any my now such like our over man me even most made after also did
many before must through years where much your way well down should because long each just
state those people too mr how little good world make very year still see own work men day get
here old life both between being under three never know same last another while us off might
great go come since against right take used himself few house american use place during high
without again home around small however found mrs part school thought went say once general
upon war every left don't does got united number hand course water until always away public
something fact less though far put head think called set almost enough end took government
night yet system better four nothing told eyes city going president why days present point
didn't look find asked second group later next room social business knew program give half
side face toward five let young form given per order large several national important rather
john big possible among often early things white case become need best during within"""
TRADE = """film series season studio director actor actress box office premiere streaming network
episode script writer producer executive festival award nomination drama comedy thriller
sequel franchise trailer cast casting role lead character audience critic review release
theatrical domestic international weekend opening gross budget deal rights agency manager
lawyer guild strike contract negotiation showrunner pilot renewal cancellation spinoff
documentary animation soundtrack album tour label single chart artist band concert stage
broadway theater play musical revival opening tony emmy oscar grammy ballot voter campaign
screening jury competition acquisition distributor territory subscriber platform service
advertising upfront ratings viewers demo primetime daytime late night host anchor news"""
FIRST_NAMES = """Ava Liam Noah Mia Zoe Omar Lena Ruth Cole Dana Elle Finn Gina Hugo Iris Jack Kara
Leo Maya Nina Owen Paul Quin Rosa Seth Tara Uma Vera Wade Xena Yara Zane Amir Bela Chen Dara Emil
Faye Glen Hana Ivan June Kofi Lola Mara Nico Otis Pria Rafe Sana Theo Ursa Viggo Wren"""
CONSONANTS = "b br c ch d f g gr h k l m n p pr r s sh st t tr v w z"
VOWELS = "a e i o u ai ea ou"
ENDINGS = ("", "", "n", "r", "l", "s", "t", "nd", "rt", "m")
SECTIONS = {  # each one's share of the stories
    "news": 0.45,
    "film": 0.15,
    "tv": 0.13,
    "music": 0.08,
    "awards": 0.07,
    "theater": 0.05,
    "business": 0.04,
    "reviews": 0.03,
}
CATEGORIES = [
    "Best Picture",
    "Best Director",
    "Lead Actor",
    "Lead Actress",
    "Supporting Actor",
    "Supporting Actress",
    "Original Screenplay",
    "Adapted Screenplay",
    "Drama Series",
    "Comedy Series",
    "Original Score",
    "Cinematography",
    "Editing",
    "Costume Design",
]
BODIES = [
    "Academy Awards",
    "Emmy Awards",
    "Golden Globes",
    "BAFTA",
    "Tony Awards",
    "Grammy Awards",
    "Critics Circle",
    "Guild Awards",
]
VOCABULARY = 9000
PEOPLE, PRODUCTIONS, AWARDS, TAGS = 6, 4, 2, 5  # named in each story


def random_for(*key: object) -> random.Random:
    """Return a random generator seeded for this part of the corpus."""
    digest = hashlib.sha256("/".join(map(str, (SEED, *key))).encode()).digest()
    return random.Random(int.from_bytes(digest[:8], "big"))


def made_up(chance: random.Random, syllables: int) -> str:
    consonants, vowels = CONSONANTS.split(), VOWELS.split()
    parts = (
        chance.choice(consonants) + chance.choice(vowels) + chance.choice(ENDINGS)
        for _ in range(syllables)
    )
    return "".join(parts)


def slugify(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


class Zipf:
    """Draws ranks from 0 to `size` - 1, with likelihood proportional to (rank + 1) ** -exponent."""

    def __init__(self, size: int, exponent: float) -> None:
        total, self.sums = 0.0, []
        for rank in range(size):
            total += (rank + 1) ** -exponent
            self.sums.append(total)

    def draw(self, chance: random.Random) -> int:
        return bisect.bisect_left(self.sums, chance.random() * self.sums[-1])

    def distinct(self, chance: random.Random, most: int) -> list[int]:
        drawn: dict[int, None] = {}
        while len(drawn) < min(most, len(self.sums)):
            drawn[self.draw(chance)] = None
        return list(drawn)


def make_vocabulary() -> list[str]:
    chance, words = random_for("vocab"), dict.fromkeys(f"{EVERYDAY} {TRADE}".split())
    while len(words) < VOCABULARY:
        words[made_up(chance, chance.choice((2, 2, 3, 3, 4)))] = None
    return list(words)


def make_people(count: int) -> list[dict[str, Any]]:
    chance, people, first_names = random_for("people"), [], FIRST_NAMES.split()
    roles = ["actor", "director", "writer", "producer", "singer"]
    for number in range(count):
        name = f"{chance.choice(first_names)} {made_up(chance, chance.choice((2, 2, 3))).title()}"
        born = (chance.randint(1935, 2004), chance.randint(1, 12), chance.randint(1, 28))
        people.append(
            {
                "id": number,
                "name": name,
                "slug": f"{slugify(name)}-{number}",
                "born": "{}-{:02d}-{:02d}".format(*born),
                "roles": chance.sample(roles, chance.randint(1, 3)),
            }
        )
    return people


def make_productions(count: int, people: int) -> list[dict[str, Any]]:
    chance, productions, credited = random_for("productions"), [], Zipf(people, 0.8)
    roles = ["actor", "actor", "actor", "director", "writer", "producer"]
    for number in range(count):
        words = [
            made_up(chance, chance.choice((1, 2, 2))).title() for _ in range(chance.randint(1, 3))
        ]
        title = " ".join(words)
        productions.append(
            {
                "id": number,
                "title": title,
                "slug": f"{slugify(title)}-{number}",
                "kind": chance.choice(["film", "film", "series", "play", "album"]),
                "year": chance.randint(1990, 2026),
                "credits": [
                    {"person": person, "role": chance.choice(roles)}
                    for person in credited.distinct(chance, 8)
                ],
            }
        )
    return productions


def make_awards(count: int, people: int, productions: int) -> list[dict[str, Any]]:
    """Return nominations, each with the awarding body, the year and the category."""
    chance, named, titles = random_for("awards"), Zipf(people, 0.8), Zipf(productions, 0.8)
    return [
        {
            "id": number,
            "body": chance.choice(BODIES),
            "year": chance.randint(1990, 2026),
            "category": chance.choice(CATEGORIES),
            "person": named.draw(chance),
            "production": titles.draw(chance),
            "won": chance.random() < 0.2,
        }
        for number in range(count)
    ]


def make_tags(count: int, vocabulary: list[str]) -> list[dict[str, Any]]:
    chance, tags = random_for("tags"), {}
    while len(tags) < count:
        name = " ".join(chance.choice(vocabulary[:2000]) for _ in range(chance.choice((1, 2))))
        slug = slugify(name)
        if slug not in tags:
            tags[slug] = {"id": len(tags), "name": name.replace("'", ""), "slug": slug}
    return list(tags.values())


class Stories:
    """Makes stories of `words` words that name rows of the corpus."""

    def __init__(self, tables: dict[str, list[dict[str, Any]]], words: int) -> None:
        self.tables, self.words = tables, words
        self.vocabulary = make_vocabulary()
        self.word_ranks = Zipf(len(self.vocabulary), 1.0)
        self.person_ranks = Zipf(len(tables["people"]), 0.8)
        self.production_ranks = Zipf(len(tables["productions"]), 0.8)
        self.award_ranks = Zipf(len(tables["awards"]), 0.5)
        self.tag_ranks = Zipf(len(tables["tags"]), 0.9)
        total, self.section_sums = 0.0, []
        for share in SECTIONS.values():
            total += share
            self.section_sums.append(total)

    def word(self, chance: random.Random) -> str:
        return self.vocabulary[self.word_ranks.draw(chance)]

    def text(self, chance: random.Random, words: int) -> str:
        return " ".join(self.word(chance) for _ in range(words))

    def make(self, number: int) -> dict[str, Any]:
        people = self.tables["people"]
        chance = random_for("story", number)
        named = self.person_ranks.distinct(chance, PEOPLE)
        mentions = [("person", person) for person in named]
        mentions += [("production", n) for n in self.production_ranks.distinct(chance, PRODUCTIONS)]
        mentions += [("award", n) for n in self.award_ranks.distinct(chance, AWARDS)]
        body = self.body(chance, mentions, people[named[0]]["name"])
        headline = f"{people[named[0]]['name']} {self.text(chance, chance.randint(5, 9))}"
        section = bisect.bisect_left(self.section_sums, chance.random() * self.section_sums[-1])
        return {
            "id": number,
            "slug": f"{slugify(headline)[:60].strip('-')}-{number}",
            "headline": headline,
            "dek": f"{self.text(chance, chance.randint(14, 24)).capitalize()}.",
            "byline": people[len(people) - 1 - chance.randrange(40)]["name"],
            "section": [*SECTIONS][section],
            "published_at": (
                NEWEST - timedelta(minutes=37 * number + chance.randrange(30))
            ).isoformat(),
            "tags": self.tag_ranks.distinct(chance, TAGS),
            "mentions": [f"{kind}:{row}" for kind, row in mentions],
            "body": body,
        }

    def body(
        self, chance: random.Random, mentions: list[tuple[str, int]], speaker: str
    ) -> list[dict[str, Any]]:
        """Return paragraphs that link all the mentions, plus a heading and a quotation."""
        to_place = mentions[:]
        chance.shuffle(to_place)
        blocks, left = [], self.words
        while left > 0:
            count = min(left, chance.randint(45, 75))
            words = self.sentences(chance, count)
            for _ in range(min(len(to_place), chance.choice((0, 1, 1, 2)))):
                mention = to_place.pop()
                words.insert(chance.randint(0, len(words) - 1), self.link(*mention))
            blocks.append({"type": "paragraph", "text": " ".join(words)})
            left -= count
        if to_place:
            blocks[-1]["text"] += f" {' '.join(self.link(*mention) for mention in to_place)}"
        blocks.insert(4, {"type": "heading", "text": self.text(chance, 5).capitalize()})
        quoted = f"{self.text(chance, 18).capitalize()}."
        blocks.insert(7, {"type": "quote", "text": quoted, "by": speaker})
        return blocks

    def sentences(self, chance: random.Random, count: int) -> list[str]:
        words, so_far = [], 0
        for _ in range(count):
            word = self.word(chance)
            if so_far == 0:
                word = word[:1].upper() + word[1:]
            so_far += 1
            if so_far > 7 and chance.random() < 0.12:
                word, so_far = f"{word}.", 0
            elif so_far > 3 and chance.random() < 0.06:
                word += ","
            words.append(word)
        if not words[-1].endswith("."):
            words[-1] = f"{words[-1].rstrip(',')}."
        return words

    def link(self, kind: str, row: int) -> str:
        match kind:
            case "person":
                label = self.tables["people"][row]["name"]
            case "production":
                label = self.tables["productions"][row]["title"]
            case _:
                award = self.tables["awards"][row]
                label = f"{award['year']} {award['body']} {award['category']}"
        return f"[[{kind}:{row}|{label}]]"


def make(
    *, stories: int, people: int, productions: int, awards: int, tags: int, words: int, out: Path
) -> dict[str, Any]:
    """Write the corpus to `out`, and return its manifest: the options, and a digest of all files."""
    out.mkdir(parents=True, exist_ok=True)
    tables = {
        "people": make_people(people),
        "productions": make_productions(productions, people),
        "awards": make_awards(awards, people, productions),
        "tags": make_tags(tags, make_vocabulary()),
        "sections": [{"slug": slug, "name": slug.title()} for slug in SECTIONS],
    }
    digest = hashlib.sha256()

    def write(name: str, rows: Iterator[dict[str, Any]]) -> None:
        with (out / f"{name}.jsonl").open("wb") as file:
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                file.write(line)
                digest.update(line)

    for name, rows in tables.items():
        write(name, iter(rows))
    write("stories", map(Stories(tables, words).make, range(stories)))
    manifest = {
        "stories": stories,
        "people": people,
        "productions": productions,
        "awards": awards,
        "tags": tags,
        "words": words,
        "sha256": digest.hexdigest(),
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1))
    return manifest


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--stories", type=int, default=10_000)
    options.add_argument("--people", type=int, default=5_000)
    options.add_argument("--productions", type=int, default=3_000)
    options.add_argument("--awards", type=int, default=30_000, help="nominations")
    options.add_argument("--tags", type=int, default=1_200)
    options.add_argument("--words", type=int, default=700, help="per story")
    options.add_argument("--out", type=Path, required=True)
    print(json.dumps(make(**vars(options.parse_args()))))
