"""The screens to read: fixed pages, what is stored of somebody, and every source the advice rests on."""

from collections.abc import Mapping

from flows.catalogue.catalogue import Catalogue
from flows.questionnaire.progress import Progress
from flows.state.screen import Block, Button, Screen, button
from flows.state.session import Session

SOURCE_PARTS = ("article_1", "barriers", "steps", "others")
"""The parts in which all claims and sources are shown: none of them fits in one message with another."""

LANGUAGES_IN_A_ROW = 3

BACK = (button("cancel"),)

PAGE_ROWS: Mapping[str, tuple[tuple[Button, ...], ...]] = {
    "mydata": ((button("export"), button("forget")),),
    "forget": ((button("forget_all"),),),
    "privacy": ((button("mydata"), button("forget")),),
}
"""The buttons of the fixed pages, above the way back."""


def page_screen(page: str) -> Screen:
    """A page of fixed text."""
    return Screen(page, (Block(page),), (*PAGE_ROWS.get(page, ()), BACK))


def languages_screen(languages: tuple[str, ...]) -> Screen:
    """The languages to choose from."""
    buttons = [button("language", language) for language in languages]
    rows = (tuple(buttons[at : at + LANGUAGES_IN_A_ROW]) for at in range(0, len(buttons), LANGUAGES_IN_A_ROW))
    return Screen("settings", (Block("settings"),), (*rows, BACK))


def mydata_screen(session: Session, progress: Progress, teams: tuple[str, ...] = ()) -> Screen:
    """What is stored of somebody; `teams`: the names of those they are in."""
    values = {
        "teams": teams,
        "answers": tuple(progress.active.items()),
        "last_on": session.last.on if session.last else None,
    }
    return Screen("mydata", (Block("mydata", values),), (*PAGE_ROWS["mydata"], BACK))


def sources_screen() -> Screen:
    """What the advice rests on, and the ways to all of it."""
    parts = tuple(button("sources", part) for part in SOURCE_PARTS)
    return Screen("sources", (Block("sources"),), (parts[:2], parts[2:], BACK))


def source_part_screen(catalogue: Catalogue, part: str) -> Screen:
    """One part: each claim used, under the section it is from; or the other sources."""
    if part == "others":
        block = Block("sources_others", {"keys": catalogue.content.public})
    else:
        block = Block("sources_claims", {"part": part, "sections": _sections(catalogue, part)})
    return Screen(f"sources_{part}", (block,), ((button("sources"),), BACK))


def _sections(catalogue: Catalogue, part: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    sections: dict[str, list[str]] = {}
    for claim in catalogue.content.claims:
        if _part_of(claim.section) == part:
            sections.setdefault(claim.section, []).append(claim.id)
    return tuple((section, tuple(claims)) for section, claims in sections.items())


def _part_of(section: str) -> str:
    if section.startswith("S1"):
        return "article_1"
    return "steps" if section.startswith("S2.step") or section == "S2.close" else "barriers"
