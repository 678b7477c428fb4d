"""The pages that a payer or a developer sees: no script, two languages, one stylesheet."""
