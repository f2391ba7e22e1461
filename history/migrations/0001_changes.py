import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "verb",
                    models.CharField(help_text="What was done: “rights changed”.", max_length=30),
                ),
                (
                    "subject_kind",
                    models.CharField(
                        help_text="The kind of row that before and after are about: “picture”.",
                        max_length=30,
                    ),
                ),
                (
                    "subject_id",
                    models.CharField(max_length=64, verbose_name="subject's public id"),
                ),
                ("before", models.JSONField(blank=True, default=dict)),
                ("after", models.JSONField(blank=True, default=dict)),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="Why, in the editor's words.", max_length=500
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["-at", "-id"], name="history_change_newest")],
            },
        ),
        migrations.CreateModel(
            name="Touched",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("public_id", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="touched",
                        to="history.change",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        fields=["kind", "public_id", "-at", "-change"],
                        name="history_touched_newest",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("change", "kind", "public_id"), name="history_touched_once"
                    )
                ],
            },
        ),
    ]
