"""Notifications: who is told what, in the portal and by e-mail."""
