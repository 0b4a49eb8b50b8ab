"""Candidates: services, people."""
