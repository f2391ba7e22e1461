"""Links by mail: for a forgotten password, for somebody new, and for who has lost every key."""

import io
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from history.models import Change
from newsroom.accounts.mail import background
from newsroom.accounts.models import DeskSession
from newsroom.accounts.tokens import INVITATION, RESET, WAY_IN
from newsroom.models import User
from tests.accounts.conftest import PASSWORD, is_in

NEW = "another long sesame"


def ask(address, **headers):
    answer = Client().post("/admin/password_reset/", {"email": address}, headers=headers)
    background.wait()
    return answer.status_code, answer["Location"]


def linked(message):
    return re.search(r"http://testserver(/admin/\S+)", message.body).group(1)


def use(link, password=NEW, client=None):
    """What comes of opening the link and sending a new password."""
    client = client or Client()
    page = client.get(link, follow=True)
    here = page.redirect_chain[-1][0] if page.redirect_chain else link
    return client.post(here, {"new_password1": password, "new_password2": password})


@pytest.mark.django_db(transaction=True)
def test_a_forgotten_password_is_set_by_a_link_that_works_once(eve, tries, sign_in):
    sign_in(eve)
    assert ask("Eve@Example.com", host="testserver") == ask("nobody@example.com")
    [message] = mail.outbox
    assert (message.to, message.subject) == (
        ["eve@example.com"], "A new password for The Call Sheet",
    )  # fmt: skip
    link = linked(message)
    assert use(link)["Location"] == "/admin/login/"
    assert not DeskSession.objects.filter(user=eve).exists()  # whoever was in is out
    assert [tries("eve").status_code, is_in(tries("eve", NEW))] == [200, True]
    assert "This link doesn’t work" in use(link).text
    told = [*Change.objects.order_by("pk").values_list("verb", flat=True)]
    assert told[:2] == ["link for a new password sent", "password reset"]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_to_a_closed_account_nor_more_than_a_few_times_to_an_open_one(eve, bo):
    bo.is_active = False
    bo.save()
    answers = {ask(address) for address in ["bo@example.com", *["eve@example.com"] * 5]}
    assert answers == {(302, "/admin/password_reset/sent/")}
    assert [message.to for message in mail.outbox] == [["eve@example.com"]] * 3
    for _ in range(4):
        ask("nobody@example.com")
    refused = Client().post("/admin/password_reset/", {"email": "nobody@example.com"})
    assert (refused.status_code, "Too many requests." in refused.text) == (429, True)


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_cannot_be_sent_is_in_the_log_and_the_answer_is_the_same(eve, settings, caplog):
    settings.EMAIL_BACKEND = "tests.accounts.test_links.Broken"
    assert ask("eve@example.com") == (302, "/admin/password_reset/sent/")
    assert "The mail “reset” could not be sent." in caplog.text
    assert not Change.objects.exists()


class Broken:
    """A mail server that isn't there."""

    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError(111, "Connection refused")


@pytest.mark.parametrize("link", [RESET, INVITATION, WAY_IN], ids=lambda link: link.name)
def test_a_link_expires_and_opens_no_other_door(eve, clock, link):
    at = clock.set("2030-01-01 12:00:00")
    address = link.address_for(eve).removeprefix("http://testserver")
    others = [each for each in (RESET, INVITATION, WAY_IN) if each is not link]
    token = address.split("/")[-2]
    assert [each.check_token(eve, token) for each in others] == [False, False]
    clock.set(str(at + link.lifetime + timedelta(seconds=5)))
    assert "This link doesn’t work" in Client().get(address).text
    clock.set(str(at + link.lifetime - timedelta(seconds=5)))
    assert Client().get(address).status_code == 302
    eve.is_active = False
    eve.save()
    assert "This link doesn’t work" in Client().get(address).text


def test_somebody_new_is_invited_by_mail_and_chooses_a_password(ada, bo, sign_in, tries):
    form = {"username": "cy", "first_name": "Cy", "email": "cy@example.com"}
    form["groups"] = [group.pk for group in bo.groups.all()]
    desk = sign_in(ada)
    assert "cy@example.com" in desk.post("/admin/newsroom/user/add/", form, follow=True).text
    cy = User.objects.get(username="cy")
    assert (cy.is_staff, cy.has_usable_password()) == (True, False)
    address = f"/admin/newsroom/user/{cy.pk}/"
    assert "Send the invitation again" in desk.get(f"{address}change/").text
    desk.post(f"{address}invitation/")
    first, second = mail.outbox
    assert first.to == second.to == ["cy@example.com"]
    assert "Ada Quill has created an account for you" in first.body
    assert use(linked(first), PASSWORD)["Location"] == "/admin/login/"
    assert is_in(tries("cy"))
    assert "This link doesn’t work" in use(linked(second), NEW).text
    assert "Send the invitation again" not in desk.get(f"{address}change/").text
    told = [*Change.objects.order_by("pk").values_list("verb", "by__username")]
    assert told == [
        ("added", "ada"), ("invited", "ada"), ("invited", "ada"),
        ("invitation accepted", "cy"), ("signed in", "cy"),
    ]  # fmt: skip


def test_an_invitation_that_cannot_be_sent_is_a_sentence_and_the_account_is_there(
    ada, sign_in, settings
):
    settings.EMAIL_BACKEND = "tests.accounts.test_links.Broken"
    form = {"username": "cy", "email": "cy@example.com"}
    page = sign_in(ada).post("/admin/newsroom/user/add/", form, follow=True)
    assert "The invitation couldn’t be sent: [Errno 111] Connection refused." in page.text
    assert User.objects.filter(username="cy").exists()


def test_who_has_lost_every_key_is_let_in_by_a_link_that_the_server_prints(eve, tries):
    Authenticator.objects.create(user=eve, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    assert tries("eve")["Location"] == "/admin/login/code/"
    out = io.StringIO()
    call_command("way_in", "eve", stdout=out)
    link = out.getvalue().strip().removeprefix("http://testserver")
    assert use(link)["Location"] == "/admin/login/"
    assert not Authenticator.objects.exists()
    assert is_in(tries("eve", NEW))
    assert "This link doesn’t work" in use(link).text
    with pytest.raises(CommandError, match="There is no user named “Eve”"):
        call_command("way_in", "Eve")
