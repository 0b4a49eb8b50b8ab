"""Candidates: queries, people."""
