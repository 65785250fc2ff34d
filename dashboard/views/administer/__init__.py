"""What the page Administer is made of: a module a section."""
