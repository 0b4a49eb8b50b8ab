"""What other recruiting systems send: one adapter per vendor, all to one normal form. Pure: no database, no HTTP.

An adapter is a module with the functions of `Adapter`. Signatures, ids and fields are the vendors' own, by their
documents and samples; where those are silent nothing is guessed.
"""

from portal.integrations.ats import ashby, generic, greenhouse, lever, popp, workable
from portal.integrations.ats.adapter import Adapter

ADAPTERS: dict[str, Adapter] = {
    "greenhouse": greenhouse,
    "lever": lever,
    "ashby": ashby,
    "workable": workable,
    "generic": generic,
    "popp": popp,
}
# Whose deliveries are proven by a signature; the others come with an API key.
SIGNED = ("greenhouse", "lever", "ashby", "workable")
NAMES = {
    "greenhouse": "Greenhouse",
    "lever": "Lever",
    "ashby": "Ashby",
    "workable": "Workable",
    "generic": "Generic webhook",
    "popp": "Popp",
}
