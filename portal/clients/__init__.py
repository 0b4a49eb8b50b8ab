"""Clients: the businesses that have jobs filled, and notes about them."""
