"""A mail server that delivers nowhere: it keeps each mail for people and tests to read."""
