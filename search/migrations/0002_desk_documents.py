from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskDocument",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("row", models.BigIntegerField(unique=True)),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
    ]
