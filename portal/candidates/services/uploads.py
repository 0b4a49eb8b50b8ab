"""Candidates: services, uploads."""
