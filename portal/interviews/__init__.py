"""Interviews: rounds of an application, the times offered, who asks, what came of it."""
