"""The help of an other name says what "in credits only" does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_sort_names_by_rule")]

    operations = [
        migrations.AlterField(
            model_name="entityname",
            name="shown",
            field=models.CharField(
                choices=[
                    ("always", "Always"),
                    ("credits", "in credits only"),
                    ("never", "never: only found at the desk"),
                ],
                default="always",
                help_text="“In credits only”: where a credit or a nomination says that it was printed. "
                "“Never” for misspellings and for names that a person has left behind.",
                max_length=10,
            ),
        ),
    ]
