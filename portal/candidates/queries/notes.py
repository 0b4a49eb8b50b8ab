"""Candidates: queries, notes."""
