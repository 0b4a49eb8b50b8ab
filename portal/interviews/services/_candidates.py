"""Interim: the verbs of candidates, imported when they are called."""

import importlib


def __getattr__(name):
    return getattr(importlib.import_module("portal.candidates.services"), name)
