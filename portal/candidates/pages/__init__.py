"""The pages about candidates: people, applications and notes; uploads and documents."""

from flask import Blueprint

pages = Blueprint("candidates", __name__)

from portal.candidates.pages import answers, applications, documents, notes, people, review, uploads  # noqa: E402

__all__ = ["answers", "applications", "documents", "notes", "pages", "people", "review", "uploads"]
