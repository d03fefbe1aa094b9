"""Who watches the queues: metrics, warnings, notices of failures."""
