"""However a reader types a word, it finds what holds it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.queries import parse_query
from search.suggest import suggest
from tests.search.entries import found, person, put, stories_found, story

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


AS_LETTERS = ("pink", "kesha", "asap rocky", "badass", "seven", "megan")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Ruf\xadfalo", "ruffalo"),
        ("Ruffalo", "Ruf\u200bfa\xadlo"),
        ("Succes\u200bsion", "succes\u2060sion"),
        ("Schitt’s Creek", "schitts creek"),
        ("Schitt’s Creek", "schitt's"),
        ("Schitt's Creek", "Schitt’s"),
        ("Catherine O’Hara", "ohara"),
        ("Catherine O’Hara", "o'hara"),
        ("Catherine O’Hara", "o hara"),
        ("Beyoncé Knowles", "beyonce"),
        ("Beyonce Knowles", "beyoncé"),
        ("Søren Malling", "soren"),
        ("Soren Malling", "Søren"),
        ("Stellan Skarsgård", "skarsgard"),
        ("Łukasz Żal", "lukasz zal"),
        ("Renée Zellweger", "rene\u0301e"),
        ("S.W.A.T.", "swat"),
        ("S.W.A.T.", "s.w.a.t."),
        ("M*A*S*H", "mash"),
        ("M*A*S*H", "m*a*s*h"),
        ("9-1-1", "911"),
        ("9-1-1", "9-1-1"),
        ("Spider-Man", "spiderman"),
        ("Spider-Man", "spider man"),
        ("P!nk", "pink"),
        ("P!nk", "p!nk"),
        ("Ke$ha", "kesha"),
        ("A$AP Rocky", "asap rocky"),
        ("Joey Bada$$", "badass"),
        ("Se7en", "seven"),
        ("M3GAN", "megan"),
        ("Law & Order", "law and order"),
        ("Law & Order", "law & order"),
        ("WandaVision/Loki", "loki"),
        ("What If…?", "what if"),
        ("Straße", "strasse"),
        ("Жизнь", "жизнь"),
        ("ЖИЗНЬ", "жизнь"),
    ],
)
def test_marks_and_accents_are_forgiven_in_names_and_in_stories(name, typed):
    person(1, name)
    story(1, text=f"Tonight belonged to {name}, they said.")
    in_names_alone = typed in ("spiderman", "911", "mash", *AS_LETTERS)
    assert found(typed) == [("person", 1), ("story", 1)][: 2 - in_names_alone]


def test_a_name_with_signs_for_letters_is_offered_as_it_is_spelled(db):
    person(1, "A$AP Rocky")
    assert [one.title for one in suggest("asap ro")] == ["A$AP Rocky"]


PIECES = st.sampled_from(
    ["Schitt’s", "O'Hara", "Beyoncé", "Søren", "S.W.A.T.", "and/or", "Emmy-night", "72nd", "2020",
     "rock’n’roll", "(late)", "news.example.com", "a@b.example", "—", "“quoted”", "half\u00a0word"]
)  # fmt: skip


@given(pieces=st.lists(PIECES, min_size=1, max_size=6), data=st.data())
def test_every_word_of_a_story_finds_it_however_it_is_typed(pieces, data):
    story(1, text=" ".join(pieces))
    piece = data.draw(st.sampled_from(pieces))
    typed = data.draw(
        st.sampled_from(
            [
                piece,
                piece.upper(),
                piece.lower(),
                unicodedata.normalize("NFD", piece),
                piece.replace("’", "").replace("'", ""),
                piece.replace("’", "'"),
            ]
        )
    )
    assert stories_found(typed) == ([1] if parse_query(typed) else [])


def test_only_so_much_is_asked_for():
    words = " ".join(f"word{n}" for n in range(20))
    assert [term.ways[0] for term in parse_query(words).terms] == [(f"word{n}",) for n in range(8)]
    assert len(parse_query("x" * 5000).terms[0].ways[0][0]) == 200


def test_a_word_may_be_long_and_a_title_longer_than_there_is_room_for():
    put("production", 1, "word " * 200)
    story(1, text="y" * 3000 + " then")
    assert found("word") == [("production", 1)]
    assert stories_found("then") == [1]
