"""Candidates: queries, documents."""
