"""Candidates: services, __init__."""
