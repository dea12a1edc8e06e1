"""The references that one language's orders have, gathered by their prefix."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from notes_engine.notes.references import prefix_of, shared_prefix
from notes_engine.notes.typography import clean_text, clip

EXAMPLES = 2
"""How many references of each prefix are kept to be shown, and to try a mended label on."""
_MOST = 1000
"""Different prefixes, and references that tell none, that are kept: memory does not grow with the orders."""
_LONGEST = 200
"""Characters of a reference that can be one; our decision."""
_SHOWN = 5


@dataclass(slots=True)
class SeenPrefixes:
    """How often each prefix was seen, with examples, and the references that do not tell theirs alone."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    unclear: list[str] = field(default_factory=list)

    def add(self, reference: str) -> None:
        """Count one order's reference."""
        if not reference or len(reference) > _LONGEST:
            return
        prefix = prefix_of(reference)
        if prefix is not None:
            self._count(prefix, reference)
        elif len(self.unclear) < _MOST:
            self.unclear.append(reference)

    def settled(self) -> SeenPrefixes:
        """Return what all references tell together; what stays unclear tells nothing."""
        found = SeenPrefixes(Counter(self.counts), {prefix: list(some) for prefix, some in self.examples.items()})
        for reference in self.unclear:
            known = [prefix for prefix in self.counts if reference.startswith(prefix) and _number_at(reference, prefix)]
            if known:
                found._count(max(known, key=len), reference)
            else:
                found.unclear.append(reference)
        prefix = shared_prefix(found.unclear)
        if prefix is not None:
            for reference in found.unclear:
                found._count(prefix, reference)
            found.unclear.clear()
        return found

    def shown(self) -> str:
        """Return the prefixes with their counts, and where there are several with examples, for a message."""
        ranked = self.counts.most_common()
        several = len(ranked) > 1
        texts = []
        for prefix, many in ranked[:_SHOWN]:
            name = repr(clip(clean_text(prefix), 60)[0]) if prefix else "no prefix"
            some = ", ".join(clean_text(reference) for reference in self.examples[prefix])
            such = f"such as {some}" if many > len(self.examples[prefix]) else some
            texts.append(f"{name} ({many}: {such})" if several else f"{name} ({many})")
        more = f" and {len(ranked) - _SHOWN} more" if len(ranked) > _SHOWN else ""
        return ", ".join(texts) + more

    def _count(self, prefix: str, reference: str) -> None:
        if prefix not in self.counts and len(self.counts) >= _MOST:
            return
        self.counts[prefix] += 1
        examples = self.examples.setdefault(prefix, [])
        if len(examples) < EXAMPLES:
            examples.append(reference)


def _number_at(reference: str, prefix: str) -> bool:
    return reference[len(prefix) : len(prefix) + 1].isdecimal()
