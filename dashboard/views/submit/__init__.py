"""What the Submit page is made of."""
