"""The JSON face: what every call shares. Who calls, how often, what goes in, what comes out, and the document of it.

A call authenticates, validates, calls the service that the page calls, and serialises; rules live in the services.
"""
