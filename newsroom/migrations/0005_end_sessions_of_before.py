"""Everybody signs in once more: sessions of before don't say whose they are, and nothing reads them."""

from django.db import migrations


def end_them(apps, schema_editor):
    apps.get_model("sessions", "Session").objects.using(
        schema_editor.connection.alias
    ).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0004_sessions_of_the_desk"),
        ("sessions", "0001_initial"),
    ]
    operations = [migrations.RunPython(end_them, migrations.RunPython.noop)]
