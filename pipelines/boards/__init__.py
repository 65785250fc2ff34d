"""Published figures: where boards are, what they hold, how they are made."""
