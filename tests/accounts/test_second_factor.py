"""Codes after the password, and roles that can do nothing without them."""

import io
import json
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from PIL import Image

from history.models import Change
from newsroom.checks import roles_with_a_second_factor_exist
from newsroom.models import User
from photos import editing
from tests.accounts.conftest import PASSWORD, is_in

SECRET = "JBSWY3DPEHPK3PXP"


def code(secret=SECRET, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture
def app(eve):
    TOTP.activate(eve, SECRET)
    return RecoveryCodes.activate(eve)


def begin(tries, **options):
    client = Client()
    answer = tries("eve", by=client, **options)
    assert answer["Location"] == "/admin/login/code/"
    return client


def enter(client, value):
    return client.post("/admin/login/code/", {"code": value}, REMOTE_ADDR="203.0.113.7")


def test_after_the_password_a_code_is_asked_for_which_works_once(eve, app, tries):
    first, second = begin(tries), begin(tries)
    assert first.get("/admin/keys/").status_code == 302
    assert "Wrong code" in enter(first, "000000").text
    now = code()
    assert is_in(enter(first, now))
    assert enter(second, now).status_code == 200  # it was looked at over a shoulder
    [recovery, *_] = app.get_unused_codes()
    assert is_in(enter(second, recovery))
    assert enter(begin(tries), recovery).status_code == 200
    told = Change.objects.filter(verb="signed in").order_by("pk")
    assert [line.after["how"] for line in told] == [
        "password, authenticator app", "password, recovery code",
    ]  # fmt: skip


def test_codes_are_no_thing_to_guess_at(eve, app, tries):
    client = begin(tries)
    for _ in range(5):
        enter(client, "000000")
    assert "Too many failed attempts" in enter(client, code()).text
    assert "Too many failed attempts" in enter(begin(tries, at="198.51.100.9"), code()).text


def test_adding_an_app_wants_the_password_and_its_first_code(
    eve, tries, django_capture_on_commit_callbacks
):
    client = Client()
    tries("eve", by=client)
    assert client.get("/admin/account/app/")["Location"].startswith("/admin/account/confirm/")
    client.post("/admin/account/confirm/", {"password": PASSWORD, "next": "/admin/account/app/"})
    page = client.get("/admin/account/app/").text
    assert "<svg" in page
    assert "data:" not in page
    secret = page.partition('account-secret">')[2].partition("<")[0]
    client.post("/admin/account/app/", {"code": "000000"})
    assert not Authenticator.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/admin/account/app/", {"code": code(secret)})
    assert answer["Location"] == "/admin/account/codes/"
    assert client.get("/admin/account/codes/download/")["Content-Disposition"].startswith(
        "attachment"
    )
    assert Change.objects.order_by("-pk").first().verb == "authenticator app added"
    client.post("/admin/account/app/remove/")
    assert not Authenticator.objects.exists()
    assert Change.objects.order_by("-pk").first().verb == "authenticator app removed"


DOORS = ("/admin/", "/admin/articles/article/", "/admin/articles/article/add/", "/admin/no/such/")


def test_a_role_that_needs_a_second_factor_does_nothing_before_it_has_one(
    eve, bo, sign_in, settings
):
    settings.SECOND_FACTOR_ROLES = ("Editor",)
    editor, writer = sign_in(eve), sign_in(bo)
    for door in DOORS:
        for answer in (editor.get(door), editor.post(door, {"headline": "Sneaked in"})):
            assert (answer.status_code, answer["Location"]) == (302, "/admin/account/")
    assert "Your role needs a second factor" in editor.get("/admin/account/").text
    assert writer.get("/admin/articles/article/").status_code == 200
    TOTP.activate(eve, SECRET)
    assert editor.get("/admin/articles/article/").status_code == 200


def test_a_superuser_needs_one_as_soon_as_any_role_does(db, sign_in, settings):
    root = sign_in(User.objects.create_superuser("root"))
    assert root.get("/admin/keys/").status_code == 200
    settings.SECOND_FACTOR_ROLES = ("Editor",)
    assert root.get("/admin/keys/")["Location"] == "/admin/account/"


def test_a_role_that_does_not_exist_is_no_setting(settings):
    settings.SECOND_FACTOR_ROLES = ("Editor", "Editors")
    [wrong] = roles_with_a_second_factor_exist()
    assert wrong.msg == "SECOND_FACTOR_ROLES names “Editors”, which isn’t a role."


def test_pictures_that_only_the_desk_has_are_not_shown_before_there_is_one(eve, sign_in, settings):
    file = io.BytesIO()
    Image.new("RGB", (641, 481), "#0f0").save(file, "PNG")
    file.seek(0)
    picture = editing.add(by=eve, file=file, title="Hidden")
    address = f"/pictures/{picture.public_id}/1/160.webp"
    assert sign_in(eve).get(address).status_code == 200
    settings.SECOND_FACTOR_ROLES = ("Editor",)
    assert sign_in(eve).get(address).status_code == 404


def signed(**response):
    return {"id": "AA", "rawId": "AA", "type": "public-key", "response": response}


AA = dict.fromkeys(
    ("clientDataJSON", "authenticatorData", "attestationObject", "signature", "userHandle"), "AA"
)
FORGED = [
    "", "null", "[]", "1", '"x"', "{}", '{"response": 1}', "not JSON",
    *map(json.dumps, (
        signed(**AA),
        signed(**AA | {"attestationObject": []}),
        signed(**AA | {"userHandle": "\x00"}),
        signed() | {"response": None, "clientExtensionResults": []},
        signed() | {"response": 1},
        signed(**AA) | {"clientExtensionResults": 1},
        signed(**AA) | {"id": None},
    )),
]  # fmt: skip


@pytest.mark.parametrize("sent", FORGED)
def test_a_forged_new_passkey_is_refused(eve, tries, sent):
    client = Client()
    tries("eve", by=client)
    client.post("/admin/account/confirm/", {"password": PASSWORD, "next": "/admin/account/"})
    client.get("/admin/account/passkeys/add/")
    answer = client.post("/admin/account/passkeys/add/", {"name": "x", "credential": sent})
    assert (answer.status_code, Authenticator.objects.count()) == (200, 0)


@pytest.mark.parametrize("sent", FORGED)
def test_a_forged_passkey_is_a_sentence_and_leaves_no_session(db, reader, sent):
    reader.get("/admin/login/passkey/", headers={"accept": "application/json"})
    answer = reader.post("/admin/login/passkey/", {"credential": sent}, follow=True)
    assert "That passkey wasn’t accepted." in answer.text
    assert "session" not in reader.cookies
