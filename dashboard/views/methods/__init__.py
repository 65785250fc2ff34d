"""What the Methods page is made of."""
