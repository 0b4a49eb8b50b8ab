"""Candidates: queries, uploads."""
