"""What the worker does for conversations."""

from portal.conversations import tasks_assistant

__all__ = ["tasks_assistant"]
