"""Integration submissions: what people hand in so that the portal can work with their other systems."""
