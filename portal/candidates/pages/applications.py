"""Pages: applications."""
