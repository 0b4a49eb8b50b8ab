"""JSON calls about conversations (seeds 004 and 000), and the door for what contacts write.

`calls` stand below `/api` alone; `portal/api/faces.py` leads `/conversations…` there. `inbound` is for machines alone.
"""

from portal.api.calls import Calls

calls = Calls("conversations_api", __name__, "Conversations")
inbound = Calls("inbound", __name__, "Messages that come in", url_prefix="/webhooks")
ONE = "/conversations/<int:conversation_id>"

from portal.conversations.api import channels, conversations, messages, receiving  # noqa: E402

__all__ = ["ONE", "calls", "channels", "conversations", "inbound", "messages", "receiving"]
