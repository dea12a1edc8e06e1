"""What to write into the settings, proposed: the line that says which market a SubSource is."""

from __future__ import annotations

from notes_engine.notes.toml import quoted

_LONGEST = 200
"""Characters of a SubSource: our decision; what is longer is no name of a shop."""


def propose_market(sub_source: str, market: str | None) -> str:
    """Return a hint with the line to add to the settings; `market` is the one that was guessed, if any."""
    name = sub_source.strip()
    if not name or len(name) > _LONGEST:
        return "add the SubSource column to the export, and say in [markets.sub_sources] which market each one is"
    if market:
        return f'add under [markets.sub_sources]: {quoted(name)} = "{market}"'
    return f'add under [markets.sub_sources], with the market it really is: {quoted(name)} = "fr-fr"'
