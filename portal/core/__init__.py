"""The inner ring: what every feature stands on. Knows no feature and no HTTP."""

VERSION = "1.0.0"
