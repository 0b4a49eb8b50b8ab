"""Talks with contacts on every channel: who wrote what, who answers, and what has become of each message."""
