"""Who may open which door of the desk: what tests/newsroom/test_roles.py holds the desk to.

Roles by a letter: W writer, E editor, P picture editor, R record editor, M managing editor. A new
address needs a line here before it can be shipped.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseForbidden

from newsroom.accounts import urls as accounts

EVERYONE = "WEPRM"
NOBODY = ""

# Of each model: its list; the page and history of a row; adding; changing; deleting.
MODELS = {
    "articles.article": ("WEPRM", "EPRM", "WEM", "EM", ""),  # a row that somebody else wrote
    "articles.section": ("WEPM", "WEPM", "M", "M", "M"),
    "articles.author": ("WEPM", "WEPM", "EM", "EM", "M"),
    "articles.tag": ("WEPRM", "WEPRM", "EM", "EM", "M"),
    "articles.curatedlist": ("WEPM", "WEPM", "EM", "EM", "EM"),
    "articles.revision": ("EM", "EM", "", "", ""),
    "articles.correction": ("EM", "EM", "", "", ""),
    "articles.update": ("EM", "EM", "", "", ""),
    "articles.mention": ("ERM", "ERM", "", "", ""),
    "articles.address": ("EM", "EM", "", "", ""),
    "history.change": ("ERM", "ERM", "", "", ""),
    "newsroom.frontslot": ("EPM", "EPM", "EM", "EM", "EM"),
    "newsroom.user": ("M", "M", "M", "M", ""),
    "people.person": ("WEPRM", "WEPRM", "ERM", "ERM", ""),
    "people.company": ("WEPRM", "WEPRM", "ERM", "ERM", ""),
    "people.production": ("WEPRM", "WEPRM", "ERM", "ERM", ""),
    "people.credit": ("WEPRM", "WEPRM", "ERM", "ERM", "RM"),
    "awards.award": ("WEPRM", "WEPRM", "RM", "RM", ""),
    "awards.ceremony": ("WEPRM", "WEPRM", "RM", "RM", ""),
    "awards.category": ("WEPRM", "WEPRM", "RM", "RM", ""),
    "awards.contest": ("WEPRM", "WEPRM", "RM", "RM", "RM"),
    "awards.nomination": ("WEPRM", "WEPRM", "RM", "RM", "RM"),
    "awards.nominee": ("WEPRM", "WEPRM", "RM", "RM", "RM"),
    # Asks what it is, and leads on to the form of that kind.
    "people.entity": ("WEPRM", "WEPRM", "ERM", "WEPRM", ""),
    "people.address": ("WEPRM", "WEPRM", "", "", ""),
    "photos.picture": ("WEPRM", "WEPRM", "WEPRM", "EPM", "PM"),
}

# Of each verb of a row: who may do it.
VERBS = {
    "articles.article": {"submit": "EM"} | dict.fromkeys(
        (
            "publish", "schedule", "unschedule", "edit", "legal", "ready", "give-back",
            "update", "correct", "embargo", "withdraw", "reinstate",
            "reinstate-newest", "bin", "duplicate",
        ),
        "EM",
    ),
    "articles.tag": {"merge": "EM"},
    "people.person": {"publish": "ERM", "unpublish": "ERM", "rename": "ERM", "merge": "RM"},
    "people.company": {"publish": "ERM", "unpublish": "ERM", "rename": "ERM", "merge": "RM"},
    "people.production": {"publish": "ERM", "unpublish": "ERM", "rename": "ERM", "merge": "RM"},
    "awards.award": {"publish": "RM", "unpublish": "RM", "rename": "RM", "merge": "RM"},
    "awards.ceremony": {"publish": "RM", "unpublish": "RM", "rename": "RM", "merge": "RM"},
    "awards.category": {"publish": "RM", "unpublish": "RM", "rename": "RM", "merge": "RM"},
    "awards.contest": dict.fromkeys(("winner", "no-award", "unset"), "RM"),
    "awards.nomination": dict.fromkeys(
        ("win", "share", "unset", "withdraw", "rescind", "restore"), "RM"
    ),
}  # fmt: skip

# Every other address: to look, and to send something there.
OTHERS = {
    "index": (EVERYONE, EVERYONE),
    "jump": (EVERYONE, EVERYONE),
    "keys": (EVERYONE, EVERYONE),
    "roles": (EVERYONE, EVERYONE),
    "site_health": ("M", "M"),
    "app_list": (EVERYONE, EVERYONE),
    "jsi18n": (EVERYONE, NOBODY),
    "view_on_site": ("WEPM", "WEPM"),  # of a section: who may see the row at the desk
    "newsroom_user_invitation": (NOBODY, "M"),
    "autocomplete": (EVERYONE, NOBODY),
    "auth_user_password_change": ("M", "M"),
    "articles_article_lookup": ("WEM", NOBODY),
    "articles_article_bin": ("WEM", NOBODY),
    "articles_article_undo": (NOBODY, EVERYONE),  # of what the same person did before
    "articles_article_unbin": (NOBODY, "EM"),
    "articles_article_preview_new": ("WEM", "WEM"),
    "articles_article_preview": ("EPRM", "EPRM"),
    "articles_article_revisions": ("EPRM", "EPRM"),
    "articles_article_compare": ("EPRM", "EPRM"),
    "articles_article_restore": ("EM", "EM"),
    "articles_article_copy": ("M", "WEM"),  # the managing editor’s own; to begin one
    "articles_article_discard_copy": (NOBODY, "M"),
    "newsroom_frontslot_arrange": ("EPM", "EM"),
    "newsroom_frontslot_preview": ("EPM", NOBODY),
    **{f"people_{kind}_namesakes": ("ERM", NOBODY) for kind in ("person", "company", "production")},
    "awards_ceremony_board": ("WEPRM", "RM"),
    "photos_picture_drop": (NOBODY, "WEPRM"),
    "photos_picture_replace": ("EPM", "EPM"),
    "photos_picture_words": (NOBODY, "EPM"),
}

# Of newsroom/accounts, where everybody sees what is their own alone. Whoever is in already is led on from the
# pages that sign in.
ACCOUNTS = {
    "account_login": (NOBODY, NOBODY),
    "mfa_authenticate": (NOBODY, NOBODY),
    "mfa_login_webauthn": (NOBODY, NOBODY),
    "account_logout": (NOBODY, EVERYONE),
    "signed_out": (EVERYONE, NOBODY),
    "account_reset_password": (EVERYONE, EVERYONE),
    "account_reset_password_done": (EVERYONE, NOBODY),
    "account_set_new_password": (EVERYONE, EVERYONE),  # a link that says it is none
    "account_accept_invitation": (EVERYONE, EVERYONE),
    "account_way_in": (EVERYONE, EVERYONE),
    "mfa_index": (EVERYONE, NOBODY),
    "account_sessions": (EVERYONE, EVERYONE),
    "account_change_password": (EVERYONE, EVERYONE),
    # These lead on to where one says who one is once more
    "mfa_list_webauthn": (EVERYONE, EVERYONE),
    "mfa_add_webauthn": (EVERYONE, EVERYONE),
    "mfa_edit_webauthn": (EVERYONE, EVERYONE),
    "mfa_remove_webauthn": (EVERYONE, EVERYONE),
    "mfa_activate_totp": (EVERYONE, EVERYONE),
    "mfa_deactivate_totp": (NOBODY, NOBODY),  # there is none
    "mfa_view_recovery_codes": (NOBODY, NOBODY),
    "mfa_generate_recovery_codes": (EVERYONE, EVERYONE),
    "mfa_download_recovery_codes": (NOBODY, NOBODY),
    "account_reauthenticate": (EVERYONE, EVERYONE),
    "mfa_reauthenticate": (EVERYONE, EVERYONE),  # by another way, where there is no code
    "mfa_reauthenticate_webauthn": (EVERYONE, EVERYONE),
}


def arguments_of(name):
    """What the address of one of ACCOUNTS is made with."""
    return {
        argument
        for pattern in accounts.urlpatterns
        if pattern.name == name
        for argument in pattern.pattern.converters
    }


UNWRITTEN = {"UNWRITTEN": "yes"}


class Unwritten:
    """Middleware: a client of this environment is answered without a page, which nobody writes then."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        if UNWRITTEN.items() <= request.META.items():
            response.content = b""
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, PermissionDenied) and UNWRITTEN.items() <= request.META.items():
            return HttpResponseForbidden()
        return None
