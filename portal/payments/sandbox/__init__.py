"""A Stripe of our own for development and tests: the same HTTP API to the same official SDK.

It needs the standard library alone and never imports Django or stripe, because it plays the other
side. Start it as a process with `python -m portal.payments.sandbox`, or inside a test with
`portal.payments.sandbox.server.serve`.
"""
