"""The pages about jobs: the list; one job with its board; adding and changing one; its status."""

from flask import Blueprint

pages = Blueprint("jobs", __name__)

from portal.jobs.pages import editing, listing, pipeline, questions, states  # noqa: E402

__all__ = ["editing", "listing", "pages", "pipeline", "questions", "states"]
