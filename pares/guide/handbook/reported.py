"""What leaders reported, gathered from the chapters it stands in. Pure: no Django."""

from collections.abc import Iterable

from pares.guide.handbook.chapters import Chapter

HEADING = "## What leaders reported"
_POINT = "- "


def points(text: str) -> list[str]:
    """Return the points under that heading of a chapter's Markdown, with their figures' slots."""
    _, _, after = text.partition(f"{HEADING}\n")
    section = after.partition("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith(_POINT)]


def reported(chapters: Iterable[Chapter]) -> str:
    """Return one Markdown text: each chapter that reports something, its points, and the way to it."""
    parts = []
    for chapter in chapters:
        if found := points(chapter.text):
            way = f"[Read all of this chapter](/handbook/{chapter.key}/)"
            parts.append("\n".join((f"## {chapter.title}", "", *found, "", way)))
    return "\n\n".join(parts)
