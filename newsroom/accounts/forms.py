"""The account forms: allauth's, with our labels and limits, and without inline scripts."""

from __future__ import annotations

import struct
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError

from newsroom.accounts import log, throttle
from newsroom.accounts.adapter import checked, limits_of, too_many
from newsroom.accounts.throttle import MustWait
from newsroom.models import User

RULES = "At least 12 characters, and not a common password. A passkey is even easier."


CODE_BOX = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


class SignInForm(account.LoginForm):
    """Name and password, in fields with the names that password managers look for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["login"], self.fields["password"]
        name.label, password.label, password.help_text = "User name", "Password", ""
        name.widget.attrs = {
            "autocomplete": "username webauthn",
            "autocapitalize": "none",
            "autofocus": True,
            "maxlength": "150",
        }
        password.widget.attrs = {"autocomplete": "current-password"}

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix("username" if field_name == "login" else field_name)

    def clean_login(self) -> str:
        """Return the name in the Unicode form (NFKC) in which names are stored."""
        return User.normalize_username(super().clean_login())


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": "Current password",
            "password1": "New password",
            "password2": "Confirm new password",
        }
        for name, label in labels.items():
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = RULES

    def clean_oldpassword(self) -> str:
        """Count wrong ones as at sign-in: a session left open is no way to guess the password."""
        password = self.cleaned_data["oldpassword"]
        user = self.user
        if not checked(context.request, user.get_username(), lambda: user.check_password(password)):
            raise account.get_adapter().validation_error("enter_current_password")
        return str(password)


class _Code:
    """A code from an authenticator app, or a recovery code. Only a few attempts are allowed."""

    user: Any
    signs_in = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = "Code"
        field.widget.attrs = CODE_BOX

    def clean_code(self) -> str:
        request, username = context.request, self.user.get_username()
        counted = limits_of(request, username, throttle.CODE)
        try:
            throttle.refuse_early(*counted)
            attempt = throttle.attempt(*counted)
        except MustWait as wait:
            raise too_many(wait) from wait
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            if self.signs_in:
                log.count_failure(request, username, how="code")
            raise
        attempt.succeeded()
        return code


class CodeForm(_Code, second_factor.AuthenticateForm):
    pass


class ConfirmByCodeForm(_Code, second_factor.ReauthenticateForm):
    pass


class FirstCodeForm(_Code, totp.ActivateTOTPForm):
    """The first code from an app that is being added."""

    signs_in = False


class ConfirmByPasswordForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label, field.help_text = "Password", ""
        field.widget.attrs = {"autocomplete": "current-password", "autofocus": True}


# What fido2 raises for data that no browser sends.
FORGED = (ValueError, TypeError, KeyError, AttributeError, IndexError, struct.error)
NOT_ACCEPTED = "That passkey wasn’t accepted. Try again."


class _Signed:
    """A passkey's answer. allauth catches only some of FORGED; the others would be a server error."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except FORGED as error:
            raise ValidationError(NOT_ACCEPTED) from error


class PasskeyForm(_Signed, passkeys.LoginWebAuthnForm):
    """A passkey instead of name and password."""


class SecondPasskeyForm(_Signed, passkeys.AuthenticateWebAuthnForm):
    """A passkey after name and password."""


class ConfirmByPasskeyForm(_Signed, passkeys.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(passkeys.AddWebAuthnForm):
    """Adds a passkey, which can sign in by itself: no key is added only as a second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label="Name", max_length=60, help_text="To tell it from other passkeys that you add."
        )
        self.fields["passwordless"].initial = True

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean() or {}
        except FORGED as error:
            raise ValidationError(NOT_ACCEPTED) from error


class NewPasswordForm(SetPasswordForm):
    """The form behind a link for setting a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = RULES
        again = self.fields["new_password2"]
        again.label, again.help_text = "Confirm new password", ""


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )
