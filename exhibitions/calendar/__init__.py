"""The calendar: days solar and lunar, when exhibitions open for them, and what a day says today."""
