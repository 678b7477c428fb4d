"""Pages that no editor writes."""
