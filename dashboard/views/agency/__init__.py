"""What the Agency page is made of."""
