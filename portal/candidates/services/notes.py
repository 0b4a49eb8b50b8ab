"""Candidates: services, notes."""
