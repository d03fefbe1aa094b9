"""What the pages may ask of analytics; nobody else imports it."""
