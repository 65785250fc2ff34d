"""What the Submissions page is made of."""
