"""The demonstration: fictional people, genuine content, dates that follow today. See `manage.py demo`."""
