"""The measures: their words, and the SQL that computes them."""
