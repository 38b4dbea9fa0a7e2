"""An export replayed where its registry is not: everything verified again, then folded and compared.

    full     taken ─▶ restored ─▶ audited ─▶ folded: the same states, pages and views as were exported?
    public   taken ─▶ tree, series and map of newest states followed from the public leaves

The auditor's own trust decides what counts; what lies in the export's ``trust`` folder is for whoever has no other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.values import Digest
from registry.audit.audit import Trust, audit
from registry.audit.report import AuditReport
from registry.errors import RegistryError
from registry.export import derived
from registry.export.form import BadExport, Content, Manifest, Page, State, ViewRows, difference
from registry.export.restoring import require_same_log, restore
from registry.home import Home
from registry.log.tiles import Tiles
from registry.log.tree import TILE_WIDTH
from registry.monitor import Folder, Followed, monitor
from registry.reader import Reader
from registry.replay import FOLD, Fold
from registry.views.rebuilding import Progress


class ExportDiffers(RegistryError):
    """The facts are those of the log, and something else follows from them than was exported."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a full export turned out to be."""

    audited: AuditReport
    facts: int
    position: int
    state: Digest
    """Of the whole, folded here."""
    pages: int
    """Pages of the registers that are the same."""
    views: tuple[str, ...]
    """Views whose rows are the same."""
    untold: tuple[str, ...]
    """What this version folds or follows otherwise than the one that exported, so that nothing was compared."""


def replay(taken: Path, manifest: Manifest, trust: Trust, *, progress: Progress) -> Replayed:
    """Replay a full export that was taken.

    Raises:
        BadExport: the first position where its facts and its log differ.
        AuditFailed: the first position that is wrong, and what is wrong with it.
        ExportDiffers: something else follows from the facts than it says.
    """
    told = _content(manifest)
    restore(taken, manifest, trust.log_key, progress=lambda done, all_: progress(done, 4 * all_))
    audited = audit(taken, trust, progress=lambda done, all_: progress(all_ + done, 4 * all_))
    with Reader(taken) as reader:
        folded, states = _states(reader, told)
        pages, views = derived.pages_and_views(
            reader, folded.position, lambda done, all_: progress(2 * all_ + 2 * done, 4 * all_)
        )
    _require_no_more(told, folded.facts, audited)
    untold = []
    if told.fold == FOLD:
        _require_states(told.states, states)
    else:
        untold.append(told.fold)
    same, other = _require_views(told.views, views)
    if any(one.view == "book" for one in same):
        _require_pages(told.pages, pages)
    untold += other
    names = tuple(one.view for one in same)
    return Replayed(audited, folded.facts, folded.position, states[-1].digest, len(pages), names, tuple(untold))


def follow(taken: Path, manifest: Manifest, trust: Trust, *, progress: Progress) -> Followed:
    """Follow what is public of an export that was taken: tiles, tree, series and the map of newest states.

    Raises:
        BadExport: the manifest speaks of another log than the checkpoint.
        HeadsDiffer: the first position where leaves or roots of the map disagree.
        StoreDamaged: a tile or bundle is missing, altered or too many, or leaf 0 is not the trusted one.
        BadNote: the log did not sign the checkpoint.
    """
    home = Home(taken)
    found = monitor(Folder(home.tiles), trust.log_key, leaf0=trust.leaf0, progress=progress)
    require_same_log(manifest, found.origin, found.size, found.root)
    tiles = Tiles(home.tiles)
    tiles.require(
        leaf
        for start in range(0, found.size, TILE_WIDTH)
        for leaf in tiles.read_leaves(start // TILE_WIDTH, min(TILE_WIDTH, found.size - start))
    )
    return found


def trust_of(taken: Path) -> Trust:
    """Return what lies in the export's own ``trust`` folder: enough against accidents, not against its maker.

    Raises:
        BadExport: a part of it is missing, or is not what it should be.
    """
    home = Home(taken)
    for path in (home.roots, home.log_key, home.leaf0):
        if not path.exists():
            name = f"trust/{path.name}"
            raise BadExport("export-file-missing", f"The export has no {name}.", path=name)
    try:
        return Trust.beside(taken)
    except ValueError as error:
        raise BadExport(
            "export-line", f"trust is not as exports are written: {error}.", line="trust", why=str(error)
        ) from None


def _content(manifest: Manifest) -> Content:
    if manifest.content is None:
        raise ExportDiffers("export-public", "It is a public export: there are no facts to replay.")
    return manifest.content


def _states(reader: Reader, told: Content) -> tuple[Fold, list[State]]:
    """Fold all facts, and return the states behind those positions that were told of, and of the whole."""
    folded, states = Fold(), list[State]()
    wanted = {state.position for state in told.states}
    for line in reader.facts():
        folded.follow(line)
        if line.position in wanted:
            states.append(derived.state_of(folded))
    if not states or states[-1].position != folded.position:
        states.append(derived.state_of(folded))
    return folded, states


def _require_no_more(told: Content, facts: int, audited: AuditReport) -> None:
    """Refuse a count of facts that is not theirs, and files that no fact names: nobody vouches for those."""
    if told.facts != facts:
        raise ExportDiffers(
            "export-facts-differ", f"It tells of {told.facts} facts and holds {facts}.", told=told.facts, count=facts
        )
    for remark in audited.remarks:
        if remark.slug == "unnamed-files":
            count = remark.facts["files"]
            raise ExportDiffers("export-files-unnamed", f"It brings {count} files that no fact names.", count=count)


def _require_states(told: Sequence[State], found: Sequence[State]) -> None:
    before = -1
    by_position = {state.position: state.digest for state in told}
    for state in found:
        if by_position.pop(state.position, None) != state.digest:
            raise ExportDiffers(
                "export-state-differs",
                f"The state differs first between positions {before + 1} and {state.position}: here it is "
                f"{state.digest}.",
                first=before + 1,
                position=state.position,
                digest=state.digest,
            )
        before = state.position
    for position in sorted(by_position):
        raise ExportDiffers(
            "export-state-nowhere", f"It tells of a state at position {position}, where no fact is.", position=position
        )


def _require_pages(told: tuple[Page, ...], found: tuple[Page, ...]) -> None:
    for page in difference(told, found):
        day = "the old book" if page.day is None else page.day
        raise ExportDiffers(
            "export-page-differs",
            f"The page of {day} in the {page.register} register is not as it was exported.",
            register=page.register,
            day=day,
        )


def _require_views(told: tuple[ViewRows, ...], found: tuple[ViewRows, ...]) -> tuple[list[ViewRows], list[str]]:
    """Return the views whose rows are the same, and the names of those that cannot be compared."""
    here = {one.view: one for one in found}
    same, untold = [], []
    for one in told:
        mine = here.pop(one.view, None)
        if mine is None or mine.version != one.version:
            untold.append(one.view)
        elif mine.digest != one.digest:
            raise ExportDiffers(
                "export-view-differs",
                f"The view {one.view!r} has other rows than were exported: {mine.digest} here.",
                view=one.view,
                digest=mine.digest,
            )
        else:
            same.append(one)
    return same, [*untold, *here]
