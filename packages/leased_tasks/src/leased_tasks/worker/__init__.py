"""The worker: fetches, runs, renews, settles."""
