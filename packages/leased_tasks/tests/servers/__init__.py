"""Real Redis servers on free loopback ports: they die with the test process."""
