"""How large a formula and its values may grow: our decisions, no public source settles them."""

SOURCE_BYTES = 16 * 1024
"""A label's or a condition's source, in bytes of UTF-8."""

NESTING = 64
"""Brackets of calls and groups inside one another, `eval`'s text included."""

DEPTH = 200
"""Levels of one formula's tree: operators within brackets add some. It keeps Python's own stack from running out."""

STEPS = 4096
"""Values, operators and calls in one label. Nothing in the language repeats, so this bounds what evaluating it does."""

TEXT_BYTES = 64 * 1024
"""A text value on the way and the label's whole text, in bytes of UTF-8."""

WHOLE_DIGITS = 64
"""Digits before a number's decimal point."""
