"""The version, for the package and for what it says of itself in each call."""

VERSION = "1.0.0"
