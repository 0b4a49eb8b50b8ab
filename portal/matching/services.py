"""Writing a comparison to its application."""

from sqlalchemy import update

from portal.candidates.models import Application
from portal.core.database import db
from portal.matching.rules import Match
from portal.matching.rules_story import Story


def keep(application_id: int, match: Match, story: Story) -> None:
    """Store score, parts and story. The application's version stays: nobody's page is out of date by it."""
    db.session.execute(
        update(Application)
        .where(Application.id == application_id)
        .values(match_score=match.score, match=match.to_json(), ai_story=story.to_json())
        .execution_options(synchronize_session=False)
    )
