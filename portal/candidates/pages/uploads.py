"""Pages: uploads."""
