"""What we change in django-allauth: the throttle before a password is hashed, the log, the messages."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth import login as open_session
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from qrcode.image.svg import SvgPathImage

from newsroom.accounts import devices, log, sessions, throttle
from newsroom.accounts.browsers import browser_of
from newsroom.accounts.ip_addresses import address_of, network_of
from newsroom.accounts.throttle import Attempt, Limit, MustWait
from newsroom.models import User

WRONG = "Wrong user name or password. Both are case-sensitive."
WRONG_CODE = "Wrong code. An app’s codes change every 30 seconds: enter the newest one."
TOO_MANY = "Too many failed attempts. Try again in {wait}, or sign in with a passkey."
BUSY = "Too many people are signing in at once. Try again in {wait}."

# allauth calls send_notification_mail with one of these when a user changes how they sign in.
LOGGED = {
    "account/email/password_changed": "password changed",
    "mfa/email/webauthn_added": "passkey added",
    "mfa/email/webauthn_removed": "passkey removed",
    "mfa/email/totp_activated": "authenticator app added",
    "mfa/email/totp_deactivated": "authenticator app removed",
    "mfa/email/recovery_codes_generated": "recovery codes made",
}


def limits_of(request: HttpRequest, username: str, account: Limit) -> list[tuple[Limit, str]]:
    """Return what an attempt counts against: a known browser, else the account and the address."""
    if number := devices.device_of(request, username):
        return [(throttle.DEVICE, f"{account.what}:{number}")]
    return [(account, username), (throttle.ADDRESS, network_of(address_of(request)))]


def too_many(wait: MustWait) -> ValidationError:
    message = BUSY if isinstance(wait, throttle.Busy) else TOO_MANY
    return ValidationError(message.format(wait=wait.in_words), code="too_many")


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "incorrect_password": "Wrong password. Passwords are case-sensitive.",
        "enter_current_password": "Wrong current password. Passwords are case-sensitive.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Return whether the address is on this site."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the user with this name and password. Raises ValidationError after too many attempts.

        A known name, an unknown one and a closed account take the same time, that of one hash, so that
        nobody can find out which names exist.
        """
        username = credentials.get("username", "")
        return checked(request, username, lambda: authenticate(request, **credentials))

    def pre_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse | None:
        """Refuse users without access to the desk, however they have proved who they are."""
        if user.is_active and user.is_staff:
            return super().pre_login(request, user, **options)
        self.add_message(request, messages.ERROR, message=WRONG)
        return self.respond_user_inactive(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_login"))

    def login(self, request: HttpRequest, user: Any) -> None:
        """Start the session: the last step, after every factor."""
        how = _how(request, user)
        if not hasattr(user, "backend"):
            user.backend = "newsroom.roles.RolesOnly"
        open_session(request, user)
        sessions.note_origin(request)
        log.write_sign_in(request, user, how=how)

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        response = super().post_login(request, user, **options)
        devices.remember(response, request, user.username)
        return response

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: str | None = None
    ) -> None:
        """Log the change instead of mailing: allauth calls this after each one."""
        if verb := LOGGED.get(template_prefix):
            log.write(verb, user, by=user, **log.origin_of(self.request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")


def checked(request: HttpRequest, username: str, check: Any) -> Any:
    """Return what `check` returns, which hashes a password: something true if it is right.

    Raises ValidationError before that after too many attempts. A wrong password is counted and logged.
    """
    counted = limits_of(request, username, throttle.ACCOUNT)
    try:
        throttle.refuse_early(*counted)
        # A known browser has a limit of its own, and needn't wait for others.
        is_known = counted[0][0] is throttle.DEVICE
        with nullcontext() if is_known else throttle.one_at_a_time():
            attempt: Attempt = throttle.attempt(*counted)
            found = check()
    except MustWait as wait:
        raise too_many(wait) from wait
    if found:
        attempt.succeeded()
    else:
        log.count_failure(request, username, how="password")
    return found


def _how(request: HttpRequest, user: Any) -> str:
    """Return how the user has just signed in: "password, authenticator app"."""
    names = {
        Authenticator.Type.TOTP: "authenticator app",
        Authenticator.Type.WEBAUTHN: "passkey",
        Authenticator.Type.RECOVERY_CODES: "recovery code",
    }
    records = get_authentication_records(request, user)
    used = [names.get(each.get("type"), each["method"]) for each in records]
    return ", ".join(dict.fromkeys(used)) or "unknown"


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": "Add a passkey or an authenticator app first.",
    }

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """Suggest the browser's name, by which people recognize their devices."""
        return browser_of(context.request)

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code as inline SVG: our Content-Security-Policy forbids data: addresses."""
        drawing = qrcode.make(url, image_factory=SvgPathImage)
        return str(drawing.to_string(encoding="unicode"))

    def get_totp_label(self, user: Any) -> str:
        return str(user.get_username())
