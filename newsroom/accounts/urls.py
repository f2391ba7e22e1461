"""The account pages below /admin/. Of django-allauth's views only these are routed: there is no sign-up."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from newsroom.accounts import views


def page(route: str, view: object, name: str) -> URLPattern:
    return path(route, never_cache(view), name=name)  # type: ignore[type-var,call-overload]


to_account = RedirectView.as_view(pattern_name="mfa_index")

urlpatterns = [
    page("login/", views.SignIn.as_view(), "account_login"),
    page("login/code/", second_factor.authenticate, "mfa_authenticate"),
    page("login/passkey/", views.PasskeySignIn.as_view(), "mfa_login_webauthn"),
    page("logout/", views.SignOut.as_view(), "account_logout"),
    page("signed-out/", views.SignedOut.as_view(), "signed_out"),
    # By a link in an email
    page("password_reset/", views.Forgotten.as_view(), "account_reset_password"),
    page("password_reset/sent/", views.ForgottenDone.as_view(), "account_reset_password_done"),
    page(
        "password_reset/<uidb64>/<token>/",
        views.SetPassword.as_view(),
        "account_set_new_password",
    ),
    page(
        "invitation/<uidb64>/<token>/",
        views.AcceptInvitation.as_view(),
        "account_accept_invitation",
    ),
    page("way-in/<uidb64>/<token>/", views.WayIn.as_view(), "account_way_in"),
    # Signed in
    page("account/", views.Account.as_view(), "mfa_index"),
    page("account/sessions/", views.Sessions.as_view(), "account_sessions"),
    page("password_change/", views.ChangePassword.as_view(), "account_change_password"),
    page("account/passkeys/", to_account, "mfa_list_webauthn"),
    page("account/passkeys/add/", passkeys.add_webauthn, "mfa_add_webauthn"),
    page("account/passkeys/<int:pk>/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
    page("account/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
    page("account/app/", app.activate_totp, "mfa_activate_totp"),
    page("account/app/remove/", app.deactivate_totp, "mfa_deactivate_totp"),
    page("account/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    page("account/codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page("account/codes/download/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    # Confirming one's identity again, before a key is added or removed
    page("account/confirm/", account.reauthenticate, "account_reauthenticate"),
    page("account/confirm/code/", second_factor.reauthenticate, "mfa_reauthenticate"),
    page(
        "account/confirm/passkey/",
        passkeys.reauthenticate_webauthn,
        "mfa_reauthenticate_webauthn",
    ),
]

NAMES = frozenset(pattern.name for pattern in urlpatterns if pattern.name)
