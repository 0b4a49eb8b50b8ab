"""Candidates: people, their CVs and how these are read, applications, notes."""
