"""Awards: their ceremonies and categories, and who was nominated and won."""

from awards.models.award import Award, Category, Ceremony, Contest
from awards.models.nomination import Nomination, Nominee

__all__ = ["Award", "Category", "Ceremony", "Contest", "Nomination", "Nominee"]
