"""The pages of accounts: signing in, a forgotten password, passkeys and codes, sessions.

What is allauth's is subclassed as little as it takes. No page here writes a row for a stranger.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import Any

from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as passkey_server
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import PasswordResetConfirmView
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.views.generic import FormView, TemplateView
from fido2.webauthn import UserVerificationRequirement

from newsroom.accounts import devices, log, second_factor, sessions, throttle, tokens
from newsroom.accounts.forms import ForgottenForm, NewPasswordForm
from newsroom.accounts.guard import TOO_EARLY
from newsroom.accounts.invitations import send_reset
from newsroom.accounts.ip_addresses import address_of, network_of
from newsroom.accounts.mail import errands
from newsroom.accounts.throttle import Attempt, MustWait
from words.wording import number_of


class SignIn(LoginView):
    """Name and password, or a passkey. Whoever is in already is led on."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        if form.has_error("__all__", "too_many"):
            response.status_code = TOO_EARLY
        return response


class SignOut(LogoutView):
    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """A link signs nobody out: only the button does."""
        return redirect("admin:index")


class SignedOut(TemplateView):
    template_name = "registration/logged_out.html"


class PasskeySignIn(LoginWebAuthnView):
    """A passkey alone. What was asked of it is in a cookie: a session would be a row for each stranger."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.accepts("application/json"):
            return redirect("account_login")
        options, asked = passkey_server.get_server().authenticate_begin(
            user_verification=UserVerificationRequirement.REQUIRED
        )
        response = JsonResponse({"request_options": dict(options)})
        response.set_cookie(
            settings.PASSKEY_COOKIE_NAME,
            signing.dumps(asked, salt=__name__),
            max_age=throttle.LONGEST_WAIT,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.COOKIES.get(settings.PASSKEY_COOKIE_NAME, "")
        with suppress(signing.BadSignature):  # nothing was asked: the form says that it failed
            passkey_server.set_state(
                signing.loads(asked, salt=__name__, max_age=throttle.LONGEST_WAIT)
            )
        try:
            return super().post(request, *args, **kwargs)
        finally:
            passkey_server.clear_state()

    def form_valid(self, form: Any) -> HttpResponse:
        """Each answer signs in once."""
        asked = self.request.COOKIES[settings.PASSKEY_COOKIE_NAME]
        used = f"passkey:{hashlib.sha256(asked.encode()).hexdigest()}"
        if not cache.add(used, "once", throttle.LONGEST_WAIT):
            return self.form_invalid(form)
        response: HttpResponse = super().form_valid(form)
        response.delete_cookie(settings.PASSKEY_COOKIE_NAME, samesite="Strict")
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        log.failed(self.request, "an unknown passkey", how="passkey")
        messages.error(
            self.request,
            "That passkey wasn’t accepted here. Try again, or sign in with your password.",
        )
        return redirect("account_login")


class ChangePassword(PasswordChangeView):
    """For who knows the old one. Every other session ends at once."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not request.user.has_usable_password():
            messages.info(request, "You have no password yet. A link by mail lets you set one.")
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        ended = sessions.end(form.user, but=self.request.session.session_key)
        also = f" {number_of(ended, 'other session')} ended." if ended else ""
        messages.success(self.request, f"Your password was changed.{also}")
        return response


class Forgotten(FormView):
    """Asks for a mail address. The answer is the same for every address, and so is the time it takes."""

    template_name = "accounts/forgotten.html"
    form_class = ForgottenForm
    success_url = reverse_lazy("account_reset_password_done")

    def form_valid(self, form: Any) -> HttpResponse:
        address = form.cleaned_data["email"].lower()
        place = network_of(address_of(self.request))
        try:
            throttle.attempt((throttle.RESET_ADDRESS, place))
        except MustWait as wait:
            form.add_error(None, f"That was too often. Try again in {wait.in_words}.")
            response = self.form_invalid(form)
            response.status_code = TOO_EARLY
            return response
        whence = log.whence(self.request)
        errands.do(lambda: send_reset(address, whence=whence))
        return super().form_valid(form)


class ForgottenDone(TemplateView):
    template_name = "accounts/forgotten_done.html"


class SetPassword(PasswordResetConfirmView):
    """Where a link of `tokens` leads: two boxes for a new password.

    It signs nobody in: whoever has a second factor is asked for it as ever.
    """

    link = tokens.RESET
    title = "Set a new password"
    dek = "You sign in with it from now on."
    verb = "password reset"
    form_class = NewPasswordForm
    template_name = "accounts/set_password.html"
    success_url = reverse_lazy("account_login")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.token_generator = self.link

    def get_user(self, uidb64: str) -> Any:
        user = super().get_user(uidb64)
        return user if user and user.is_active and user.is_staff else None

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user = form.user
        self.clear_away(user)
        sessions.end(user)
        Attempt({throttle.ACCOUNT.key(user.username): throttle.ACCOUNT}).succeeded()
        log.tell(self.verb, user, by=user, **log.whence(self.request))
        devices.remember(response, self.request, user.username)
        messages.success(self.request, "Your password is set. Sign in with it.")
        return response

    def clear_away(self, user: Any) -> None:
        """What the link does beside setting a password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whole = super().get_context_data(**kwargs)
        return whole | {"title": self.title, "dek": self.dek, "account": self.user}


class AcceptInvitation(SetPassword):
    link = tokens.INVITATION
    title = "Welcome to the desk"
    dek = "Choose a password. Your user name is below; you sign in with both."
    verb = "invitation accepted"


class WayIn(SetPassword):
    """For who has lost every key: takes the passkeys, the app and the codes away."""

    link = tokens.WAY_IN
    title = "Start again"
    dek = (
        "Your passkeys, your authenticator app and your recovery codes are removed when you set this"
        " password. Add new ones once you are in."
    )
    verb = "let in again"

    def clear_away(self, user: Any) -> None:
        Authenticator.objects.filter(user=user).delete()


class Account(IndexView):
    """How somebody signs in: password, passkeys, app, codes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whole = super().get_context_data(**kwargs)
        must = second_factor.is_missing(self.request.user)
        return whole | {"title": "Password and passkeys", "must_add_one": must}


class Sessions(LoginRequiredMixin, TemplateView):
    """Where somebody is signed in, and how they end it there."""

    template_name = "accounts/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        found = sessions.sessions_of(user)
        whole = super().get_context_data(**kwargs)
        here = self.request.session.session_key
        return whole | {"title": "Your sessions", "sessions": found, "here": here}

    def post(self, request: HttpRequest) -> HttpResponse:
        """End the session that `number` names, or without one every other."""
        user: Any = request.user
        number = request.POST.get("number")
        ended = sessions.end(user, but=request.session.session_key, only=number)
        if ended:
            log.tell("sessions ended", user, by=user, sessions=ended, **log.whence(request))
        if ended:
            message = f"{number_of(ended, 'session')} ended."
        elif number:
            message = "That session had already ended."
        else:
            message = "You aren’t signed in anywhere else."
        messages.success(request, message)
        return HttpResponseRedirect(reverse("account_sessions"))
