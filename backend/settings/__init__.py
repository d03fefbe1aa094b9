"""Settings: `main` is what runs, `test` what the tests change; a file per topic beside them."""
