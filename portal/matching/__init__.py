"""Matching: how well a person fits a job, each part with its evidence, and the story of a candidate."""
