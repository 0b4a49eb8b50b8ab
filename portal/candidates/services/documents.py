"""Candidates: services, documents."""
