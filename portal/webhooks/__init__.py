"""Outbound webhooks: tells a company's own systems what happened, signed, again and again until they have it."""
