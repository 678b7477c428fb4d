"""The HTTP API below /v1/, as the official SDK calls it."""
