"""What the Trends page is made of."""
