from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody who signs in to the desk. Always reached as settings.AUTH_USER_MODEL."""
