"""`/admin`: what there is to keep, and what needs a look."""

from werkzeug.wrappers import Response

from portal.accounts import queries
from portal.accounts.pages import pages
from portal.accounts.permissions import Permission
from portal.conversations.queries import channels
from portal.ingestion import queries as ingestion
from portal.integrations import queries as integrations
from portal.integrations import queries_ats as ats
from portal.web.access import current_person, needs
from portal.web.fragments import page
from portal.webhooks import queries as webhooks


@pages.get("/admin")
@needs(Permission.COMPANY_ADMIN)
def admin() -> Response:
    """The overview: a card for each part, with what failed."""
    return page(
        "accounts/admin.html",
        company=queries.get_company(current_person().company_id),
        counts=queries.overview(),
        channels=channels.counts(),
        webhooks=webhooks.counts(),
        integrations_open=integrations.count_open(),
        deliveries_waiting=ats.count_troubled(),
        last_ingestion=ingestion.last_run(),
    )
