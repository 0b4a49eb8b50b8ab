"""Candidates: queries, __init__."""
