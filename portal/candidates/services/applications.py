"""Candidates: services, applications."""
