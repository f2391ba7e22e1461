"""The account pages: signing in, a forgotten password, passkeys and codes, sessions.

They change allauth's views as little as possible. None of them writes a row for someone unknown.
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
from newsroom.accounts.mail import background
from newsroom.accounts.throttle import Attempt, MustWait
from words.wording import number_of


class SignIn(LoginView):
    """Name and password, or a passkey. A user who is signed in already is redirected."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        if form.has_error("__all__", "too_many"):
            response.status_code = TOO_EARLY
        return response


class SignOut(LogoutView):
    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Don't sign out on GET: only the button, which posts, does."""
        return redirect("admin:index")


class SignedOut(TemplateView):
    template_name = "registration/logged_out.html"


class PasskeySignIn(LoginWebAuthnView):
    """Sign-in with only a passkey. The challenge is in a cookie: a session would be a row per visitor."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.accepts("application/json"):
            return redirect("account_login")
        options, challenge = passkey_server.get_server().authenticate_begin(
            user_verification=UserVerificationRequirement.REQUIRED
        )
        response = JsonResponse({"request_options": dict(options)})
        response.set_cookie(
            settings.PASSKEY_COOKIE_NAME,
            signing.dumps(challenge, salt=__name__),
            max_age=throttle.LONGEST_WAIT,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        cookie = request.COOKIES.get(settings.PASSKEY_COOKIE_NAME, "")
        with suppress(signing.BadSignature):  # without a challenge the form is invalid
            passkey_server.set_state(
                signing.loads(cookie, salt=__name__, max_age=throttle.LONGEST_WAIT)
            )
        try:
            return super().post(request, *args, **kwargs)
        finally:
            passkey_server.clear_state()

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, unless this answer was used before."""
        cookie = self.request.COOKIES[settings.PASSKEY_COOKIE_NAME]
        used = f"passkey:{hashlib.sha256(cookie.encode()).hexdigest()}"
        if not cache.add(used, "once", throttle.LONGEST_WAIT):
            return self.form_invalid(form)
        response: HttpResponse = super().form_valid(form)
        response.delete_cookie(settings.PASSKEY_COOKIE_NAME, samesite="Strict")
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        log.count_failure(self.request, "an unknown passkey", how="passkey")
        messages.error(
            self.request,
            "That passkey wasn’t accepted. Try again, or sign in with your password.",
        )
        return redirect("account_login")


class ChangePassword(PasswordChangeView):
    """Changing a password that one knows. Every other session ends at once."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not request.user.has_usable_password():
            messages.info(
                request, "You don’t have a password yet. We’ll email you a link to set one."
            )
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        ended = sessions.end(form.user, except_key=self.request.session.session_key)
        also = f" {number_of(ended, 'other session')} ended." if ended else ""
        messages.success(self.request, f"Your password was changed.{also}")
        return response


class Forgotten(FormView):
    """Asks for an email address. The response, and its time, are the same for every address."""

    template_name = "accounts/forgotten.html"
    form_class = ForgottenForm
    success_url = reverse_lazy("account_reset_password_done")

    def form_valid(self, form: Any) -> HttpResponse:
        address = form.cleaned_data["email"].lower()
        place = network_of(address_of(self.request))
        try:
            throttle.attempt((throttle.RESET_ADDRESS, place))
        except MustWait as wait:
            form.add_error(None, f"Too many requests. Try again in {wait.in_words}.")
            response = self.form_invalid(form)
            response.status_code = TOO_EARLY
            return response
        origin = log.origin_of(self.request)
        background.run(lambda: send_reset(address, origin=origin))
        return super().form_valid(form)


class ForgottenDone(TemplateView):
    template_name = "accounts/forgotten_done.html"


class SetPassword(PasswordResetConfirmView):
    """The page behind a link of `tokens`, for setting a password.

    It doesn't sign in, so that a user with a second factor still has to give it.
    """

    link = tokens.RESET
    title = "Set a new password"
    dek = "You’ll sign in with it from now on."
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
        self.remove_keys(user)
        sessions.end(user)
        Attempt({throttle.ACCOUNT.key(user.username): throttle.ACCOUNT}).succeeded()
        log.write(self.verb, user, by=user, **log.origin_of(self.request))
        devices.remember(response, self.request, user.username)
        messages.success(self.request, "Your password was set. Sign in with it.")
        return response

    def remove_keys(self, user: Any) -> None:
        """Remove passkeys and codes, if the link is meant for that."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whole = super().get_context_data(**kwargs)
        return whole | {"title": self.title, "dek": self.dek, "account": self.user}


class AcceptInvitation(SetPassword):
    link = tokens.INVITATION
    title = "Welcome to the desk"
    dek = "Choose a password. You’ll sign in with it and the user name below."
    verb = "invitation accepted"


class WayIn(SetPassword):
    """For a user who has lost every key: removes their passkeys, app and codes."""

    link = tokens.WAY_IN
    title = "Start over"
    dek = (
        "Setting this password removes your passkeys, your authenticator app and your recovery codes."
        " Add new ones once you’re signed in."
    )
    verb = "let in again"

    def remove_keys(self, user: Any) -> None:
        Authenticator.objects.filter(user=user).delete()


class Account(IndexView):
    """How the user signs in: password, passkeys, app, codes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whole = super().get_context_data(**kwargs)
        must_add_one = second_factor.is_missing(self.request.user)
        return whole | {"title": "Password and passkeys", "must_add_one": must_add_one}


class Sessions(LoginRequiredMixin, TemplateView):
    """Where the user is signed in, and buttons to sign out there."""

    template_name = "accounts/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        found = sessions.sessions_of(user)
        whole = super().get_context_data(**kwargs)
        here = self.request.session.session_key
        return whole | {"title": "Your sessions", "sessions": found, "here": here}

    def post(self, request: HttpRequest) -> HttpResponse:
        """End the session named by `number`; without one, all sessions but this."""
        user: Any = request.user
        number = request.POST.get("number")
        ended = sessions.end(user, except_key=request.session.session_key, only=number)
        if ended:
            log.write("sessions ended", user, by=user, sessions=ended, **log.origin_of(request))
        if ended:
            message = f"{number_of(ended, 'session')} ended."
        elif number:
            message = "That session had already ended."
        else:
            message = "You aren’t signed in anywhere else."
        messages.success(request, message)
        return HttpResponseRedirect(reverse("account_sessions"))
