"""Builds the objects that the API shows, each complete and as Stripe writes it."""
