"""Pages: notes."""
