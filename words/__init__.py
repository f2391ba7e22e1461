"""What the texts of the site are made of: characters, names as they are compared, dates, times, counts."""
