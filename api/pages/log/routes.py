"""The routes of the log explorer."""

from api.pages.log import leaves, newest, overview, sizes

ROUTES = (
    overview.overview,
    overview.find,
    overview.checkpoint,
    overview.tile,
    leaves.show,
    leaves.drawn,
    leaves.as_json,
    leaves.as_proof,
    leaves.bare,
    leaves.statement,
    leaves.evidence,
    sizes.show,
    sizes.as_json,
    newest.show,
    newest.as_json,
    newest.as_proof,
)
