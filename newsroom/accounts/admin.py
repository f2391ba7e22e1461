"""Users at the desk: who they are, what they may do, and their invitations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from history.admin import HistoryAdmin
from history.recording import record
from newsroom import roles
from newsroom.accounts import log, mail, sessions
from newsroom.accounts.invitations import invite
from newsroom.models import User

HELD = ("username", "first_name", "last_name", "email", "is_staff", "is_active", "is_superuser")
NOT_SENT = (
    "The invitation could not be sent: {reason} The account is there. Send it again from this page"
    " once mail works, or set a password here and hand it over yourself."
)


class RoleFilter(admin.SimpleListFilter):
    title = "role"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(role.name, role.name) for role in roles.ROLES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


class NewUserForm(forms.ModelForm):
    """Name, mail and roles: the password is for the person to choose, by the link they are sent."""

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "groups")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["email"].help_text = "They get a mail with a link to set their password."

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError("Somebody has this user name already.")
        return name

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002
        user: User = super().save(commit=False)
        user.is_staff = True
        user.set_unusable_password()
        if commit:
            user.save()
            self.save_m2m()
        return user


class KnownUserForm(UserChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password = self.fields.get("password")
        if password and not self.instance.has_usable_password():
            password.help_text = "They set one by the link that they were sent. Set it here only if no mail reaches them."


class DeskUserAdmin(HistoryAdmin, UserAdmin):
    """Gives people their roles. Rights come from roles only, and nobody is deleted: an account that
    is not active can't sign in, and what it wrote keeps its name.
    """

    list_display = ("name", "username", "roles", "is_active", "last_login")
    list_filter = (RoleFilter, "is_active")
    filter_horizontal = ()
    ordering = ("first_name", "last_name", "username")
    form = KnownUserForm
    add_form = NewUserForm

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @method_decorator(sensitive_post_parameters())
    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Add a user without the transaction that Django opens: it would hold the write lock for too long."""
        return self._add_view(request, *args, **kwargs)

    @admin.display(description="name", ordering="first_name")
    def name(self, user: User) -> str:
        return user.display_name

    @admin.display(description="roles", empty_value="none yet")
    def roles(self, user: User) -> str | None:
        held = sorted(group.name for group in user.groups.all())
        return ", ".join([*(["Superuser"] if user.is_superuser else []), *held]) or None

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return (
                (None, {"fields": ("username", ("first_name", "last_name"), "email")}),
                ("What they may do", {"fields": ("groups",)}),
            )
        above = ("is_superuser",) if request.user.is_superuser else ()
        return (
            (None, {"fields": ("username", ("first_name", "last_name"), "email", "password")}),
            ("What they may do", {"fields": ("groups", "is_staff", "is_active", *above)}),
        )

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            named = [role.name for role in roles.ROLES]
            kwargs["queryset"] = Group.objects.filter(name__in=named).order_by("pk")
            kwargs["widget"] = forms.CheckboxSelectMultiple
            field = db_field.formfield(**kwargs)
            field.label, field.help_text = "Roles", "They may have several, or none."
            return field
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> Any:
        labels = {"is_staff": "May come to the desk", "is_active": "May sign in"}
        texts = {
            "is_staff": "Without it, no role is of use.",
            "is_active": "Take this away instead of deleting somebody who wrote here.",
        }
        kwargs |= {"labels": labels, "help_texts": texts}
        return super().get_form(request, obj, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser is above the roles: only another one changes them, or their password."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    # Saving, and what the log says of it ------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        form.held_before = _held(User.objects.get(pk=obj.pk)) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Save the roles, and tell the log of the whole. A closed account's sessions end."""
        super().save_related(request, form, formsets, change)
        user = User.objects.get(pk=form.instance.pk)
        before, after = form.held_before, _held(user)
        moved = before and before["roles"] != after["roles"]
        verb = "roles changed" if moved else "changed" if change else "added"
        if not change:
            after = {name: value for name, value in after.items() if value}
        record(verb, by=request.user, touched=[user], before=before, after=after)
        if not (user.is_active and user.is_staff):
            sessions.end(user)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: Any = None) -> Any:
        """Send the invitation when all is saved: a mail can't be taken back."""
        if self._invite(request, obj):
            messages.success(
                request, f"We emailed an invitation to {obj.display_name} at {obj.email}."
            )
        return redirect("admin:newsroom_user_change", obj.pk)

    def invitation_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send the invitation again to somebody who hasn't signed in yet."""
        user = self.get_object(request, object_id)
        if user is None:
            raise Http404
        if request.method != "POST" or not self.has_change_permission(request, user):
            raise PermissionDenied
        if not may_be_invited(user):
            messages.warning(request, f"{user} has no need of an invitation.")
        elif self._invite(request, user):
            messages.success(request, f"The invitation was sent to {user.email} again.")
        return redirect("admin:newsroom_user_change", user.pk)

    def _invite(self, request: HttpRequest, user: User) -> bool:
        try:
            invite(user, by=request.user)
        except mail.NotSent as error:
            reason = str(error).strip().rstrip(".")[:200]
            messages.error(request, NOT_SENT.format(reason=f"{reason}."))
            return False
        return True

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """Set somebody's password for them, or take it away: their sessions end, and the log has it."""
        before = User.objects.filter(pk=id).values_list("password", flat=True).first()
        response = super().user_change_password(request, id, form_url)
        user = User.objects.filter(pk=id).first()
        if user and user.password != before:
            verb = "password set" if user.has_usable_password() else "password taken away"
            log.tell(verb, user, by=request.user, **log.whence(request))
            here = request.session.session_key if user.pk == request.user.pk else None
            sessions.end(user, but=here)
        return response

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.invitation_view)
        return [
            path("<path:object_id>/invitation/", view, name="newsroom_user_invitation"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        user = self.get_object(request, object_id)
        extra = {"may_be_invited": user and may_be_invited(user)}
        kwargs["extra_context"] = {**(kwargs.get("extra_context") or {}), **extra}
        return super().change_view(request, object_id, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        log = f"{reverse('admin:history_change_changelist')}?kind=user"
        return super().changelist_view(request, {**(extra_context or {}), "sign_ins": log})


def may_be_invited(user: User) -> bool:
    """Return whether the user may sign in and never has."""
    return bool(user.last_login is None and user.email and user.is_active and user.is_staff)


def _held(user: User) -> dict[str, Any]:
    held = {name: getattr(user, name) for name in HELD}
    return held | {"roles": sorted(group.name for group in user.groups.all())}
