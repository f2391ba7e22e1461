"""Our changes to django-allauth: the throttle before a password is hashed, the log, the wording."""

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

WRONG = "That name and password don’t belong together. Capitals count in both."
WRONG_CODE = "That code isn’t right. Codes of an app change every half minute: take the newest one."
TOO_MANY = "Too many wrong tries. Try again in {wait}, or sign in with a passkey."
BUSY = "Too many people are signing in at once. Try again in {wait}."

# Each act of allauth's that changes how somebody signs in calls send_notification_mail with this name.
TOLD = {
    "account/email/password_changed": "password changed",
    "mfa/email/webauthn_added": "passkey added",
    "mfa/email/webauthn_removed": "passkey removed",
    "mfa/email/totp_activated": "authenticator app added",
    "mfa/email/totp_deactivated": "authenticator app removed",
    "mfa/email/recovery_codes_generated": "recovery codes made",
}


def limits_of(request: HttpRequest, username: str, account: Limit) -> list[tuple[Limit, str]]:
    """Return what a try counts against: the browser where it is known, else account and address."""
    if number := devices.device_of(request, username):
        return [(throttle.DEVICE, f"{account.what}:{number}")]
    return [(account, username), (throttle.ADDRESS, network_of(address_of(request)))]


def too_many(wait: MustWait) -> ValidationError:
    words = BUSY if isinstance(wait, throttle.Busy) else TOO_MANY
    return ValidationError(words.format(wait=wait.in_words), code="too_many")


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "incorrect_password": "That isn’t your password. Capitals count.",
        "enter_current_password": "That isn’t your password now. Capitals count.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether the address is on this site."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the user whose name and password these are. Raises ValidationError for too many tries.

        A known name, an unknown one and a closed account take the same time: one hash.
        """
        username = credentials.get("username", "")
        return checked(request, username, lambda: authenticate(request, **credentials))

    def pre_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse | None:
        """Send away who may not come to the desk, however they proved who they are."""
        if user.is_active and user.is_staff:
            return super().pre_login(request, user, **options)
        self.add_message(request, messages.ERROR, message=WRONG)
        return self.respond_user_inactive(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_login"))

    def login(self, request: HttpRequest, user: Any) -> None:
        """Open the session: the last step, after every factor."""
        how = _how(request, user)
        if not hasattr(user, "backend"):
            user.backend = "newsroom.roles.RolesOnly"
        open_session(request, user)
        sessions.note_whence(request)
        log.signed_in(request, user, how=how)

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        response = super().post_login(request, user, **options)
        devices.remember(response, request, user.username)
        return response

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: str | None = None
    ) -> None:
        """Tell the log. Allauth calls this after each such act."""
        if verb := TOLD.get(template_prefix):
            log.tell(verb, user, by=user, **log.whence(self.request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")


def checked(request: HttpRequest, username: str, check: Any) -> Any:
    """Return what `check`, which hashes a password, returns: something true if it was right.

    Too many tries are refused before. A wrong one is counted and told.
    """
    counted = limits_of(request, username, throttle.ACCOUNT)
    try:
        throttle.refuse_early(*counted)
        # A browser that is known here stands in no line: its own limit bounds it.
        is_known = counted[0][0] is throttle.DEVICE
        with nullcontext() if is_known else throttle.one_at_a_time():
            attempt: Attempt = throttle.attempt(*counted)
            found = check()
    except MustWait as wait:
        raise too_many(wait) from wait
    if found:
        attempt.succeeded()
    else:
        log.failed(request, username, how="password")
    return found


def _how(request: HttpRequest, user: Any) -> str:
    """Return with what somebody signed in just now: "password, authenticator app"."""
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
        """Propose the browser's name: people know their devices by it."""
        return browser_of(context.request)

    def build_totp_svg(self, url: str) -> str:
        """Return the drawing alone, to stand in a page: a data: address would break our policy."""
        drawing = qrcode.make(url, image_factory=SvgPathImage)
        return str(drawing.to_string(encoding="unicode"))

    def get_totp_label(self, user: Any) -> str:
        return str(user.get_username())
