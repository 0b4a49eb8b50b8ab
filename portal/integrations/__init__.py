"""Integration submissions: what people submit so that the portal can work with their other systems."""
