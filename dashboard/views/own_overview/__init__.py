"""What an agency's own Overview is made of."""
