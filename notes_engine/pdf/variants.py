"""PDF variants: the archival (PDF/A) and accessible (PDF/UA) kinds that can be asked for."""

from __future__ import annotations

PDF_VARIANTS = (
    "pdf/a-1a",
    "pdf/a-1b",
    "pdf/a-2a",
    "pdf/a-2b",
    "pdf/a-2u",
    "pdf/a-3a",
    "pdf/a-3b",
    "pdf/a-3u",
    "pdf/a-4e",
    "pdf/a-4f",
    "pdf/a-4u",
    "pdf/ua-1",
    "pdf/ua-2",
)
"""WeasyPrint 70.0's own list, but for its PDF/X (it writes the time of day and a random id) and `debug`."""

TAGGED_VARIANTS = ("pdf/a-1a", "pdf/a-2a", "pdf/a-3a", "pdf/ua-1", "pdf/ua-2")
"""Those that tell a screen reader the structure, for which a title and a language are required."""

VARIANT_LIMIT = 500
"""Notes in one file of a variant. Appending chunks would break the conformance, so such a file is written in one go."""
