"""The newest checkpoint and the newest leaves; and what anybody may copy of the log: checkpoints and tiles."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from api.counter import Counter
from api.pages.handed_out import saved_as
from api.pages.log.looked import AUDITORS, ONE_PAGE, Log
from api.pages.log.words import HEADS, SERIES, age
from api.pages.looking_back import position_of
from api.pages.page import page, see
from api.texts.facts import FACTS
from api.texts.text import Text
from domain.errors import NoSuchThing
from keys.notes import KeyType
from registry.log.leaves import HeadsLeaf, Leaf, SeriesLeaf, leaf_hash
from registry.log.tiles import bundle, entries_path, tile_path
from registry.log.tree import TILE_WIDTH

TITLE = Text("บันทึกของทะเบียน", "The log")
_LEVELS = 8
"""Of tiles: a log that fills them all has more leaves than can be counted here."""


@get("/log", opt=AUDITORS, sync_to_thread=True)
def overview(counter: NamedDependency[Counter], before: FromQuery[str] = "") -> Template:
    """Show the newest checkpoint, and leaves from the newest or those before some position."""
    office = counter.office
    log = Log.of(office.reader)
    newest = log.size - 1 if not before.strip() else min(position_of(before), log.size) - 1
    leaves = [(position, leaf_hash(leaf), words_of(says)) for position, leaf, says in log.leaves(newest)]
    return page(
        "log/overview.html",
        title=TITLE,
        log=log,
        age=None if log.at is None else age(office.now - log.at),
        signatures=log.signatures(),
        COSIGNATURE=KeyType.COSIGNATURE,
        note=log.note.decode(),
        key=office.reader.identity.log_key,
        leaf0=leaf_hash(log.leaf(0)).hex(),
        leaves=leaves,
        older=leaves[-1][0] if leaves and leaves[-1][0] > 0 else None,
        newer=None if newest >= log.size - 1 else min(newest + 1 + ONE_PAGE, log.size),
        tiles=_tiles(log.size),
    )


@get("/log/leaf", opt=AUDITORS, sync_to_thread=True)
def find(position: FromQuery[str] = "") -> Redirect:
    """Go to the page of the leaf that was typed."""
    return see(f"/log/leaves/{position_of(position)}")


@get("/log/checkpoint", opt=AUDITORS, sync_to_thread=True)
def checkpoint(counter: NamedDependency[Counter], size: FromQuery[str] = "") -> Response[Any]:
    """Hand out the newest checkpoint, or that of some size, as a signed note."""
    log = Log.of(counter.office.reader)
    wanted = log.size_of(size)
    note = log.note_of(wanted)
    if note is None:
        raise NoSuchThing(
            "no-checkpoint-of-size", f"No checkpoint of {wanted} leaves was signed: ask for another size.", size=wanted
        )
    return saved_as(note, f"checkpoint-{wanted}")


@get("/log/tiles/{level:str}/{index:int}", opt=AUDITORS, sync_to_thread=True)
def tile(level: FromPath[str], index: FromPath[int], counter: NamedDependency[Counter]) -> Response[Any]:
    """Hand out a tile of hashes, or with the level ``entries`` a bundle of leaves; as wide as the log's size has it."""
    log = Log.of(counter.office.reader)
    height = (
        0
        if level == "entries"
        else int(level)
        if level.isdecimal() and level.isascii() and len(level) == 1
        else _LEVELS
    )
    width = min(TILE_WIDTH, (log.size >> 8 * height) - index * TILE_WIDTH) if height < _LEVELS and index >= 0 else 0
    if width <= 0:
        raise NoSuchThing("no-such-tile", "The log has no such tile: take one of the addresses on the log's page.")
    tiles = log.reader.tiles
    if level == "entries":
        return saved_as(bundle(tiles.read_leaves(index, width)), entries_path(index, width).replace("/", "-"))
    return saved_as(tiles.read(height, index, width), tile_path(height, index, width).replace("/", "-"))


def words_of(says: Leaf) -> Text:
    """Return what kind of leaf it is, in words; the leaf of a fact says no more of it than its type."""
    if isinstance(says, HeadsLeaf):
        return HEADS
    if isinstance(says, SeriesLeaf):
        return SERIES
    return next(
        (words for name, words in FACTS.items() if name.rpartition(".")[0] == says.type), Text(says.type, says.type)
    )


def _tiles(size: int) -> list[tuple[str, str]]:
    """Return the tiles at the right edge of the log: their path in the tiles folder, and the address here."""
    found = []
    for level in range(_LEVELS):
        nodes = size >> 8 * level
        if nodes:
            index, width = divmod(nodes - 1, TILE_WIDTH)
            found.append((tile_path(level, index, width + 1), f"/log/tiles/{level}/{index}"))
            if level == 0:
                found.append((entries_path(index, width + 1), f"/log/tiles/entries/{index}"))
    return found
