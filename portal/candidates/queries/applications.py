"""Candidates: queries, applications."""
