"""Awards, ceremonies, categories, contests and nominations at the desk."""

from awards.admin import awards, ceremony

__all__ = ["awards", "ceremony"]
