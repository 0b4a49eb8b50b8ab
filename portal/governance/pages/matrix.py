"""`/admin/access-matrix`: who may do what, made of the table that every page and call asks."""

from werkzeug.wrappers import Response

from portal.accounts import queries as accounts
from portal.accounts.permissions import Permission
from portal.governance.pages import pages
from portal.governance.shapes import matrix_json
from portal.web.access import needs
from portal.web.fragments import page


@pages.get("/admin/access-matrix")
@needs(Permission.AUDIT_READ)
def access_matrix() -> Response:
    """A table of permissions by roles, and one by the scopes of API keys."""
    return page("governance/matrix.html", matrix=matrix_json(accounts.roles_of_company()))
