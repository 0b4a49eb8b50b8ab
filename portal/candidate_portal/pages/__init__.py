"""The candidates' portal: the way in, interviews, applications."""

import importlib
import importlib.util

from flask import Blueprint

pages = Blueprint("candidate_portal", __name__, url_prefix="/portal")

for _part in ("access", "home", "interviews", "links", "applications", "profile", "notifications"):
    if importlib.util.find_spec(f"{__name__}.{_part}") is not None:
        importlib.import_module(f"{__name__}.{_part}")
