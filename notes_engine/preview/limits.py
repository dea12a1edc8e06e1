"""How much the preview takes on at once: sizes, times and numbers that keep it answering."""

from __future__ import annotations

NOTE_SECONDS = 20.0
"""For making one note: thirty pages take five."""
FORMULA_SECONDS = 3.0
"""For checking a label and evaluating it for a few orders: a thousandth of that is usual."""
UPLOAD_SECONDS = 60.0
"""For reading an upload and making its notes."""
UPLOAD_BYTES = 32 * 1024 * 1024
"""Of an export sent to the API."""
FORM_BYTES = 256 * 1024
"""Of every other request."""
UPLOAD_NOTES = 500
"""Notes that one request to the API may ask for; a batch is `notes-engine render`."""
WORKER_BYTES = 6 * 1024**3
"""Addresses that a worker may take, libraries and all: a bomb ends in a refusal, not in a machine without memory."""
WAITING = 120
"""Requests that may wait for a worker; the next is told to come back."""
PICTURE_PIXELS = 24_000_000
"""Of one picture of a page."""
WIDEST_PICTURE = 4000
KEPT_NOTES, KEPT_NOTE_BYTES = 400, 96 * 1024 * 1024
KEPT_PICTURES, KEPT_PICTURE_BYTES = 800, 128 * 1024 * 1024
BOOK_ORDERS = 200_000
"""Orders that are kept to choose from: 150 MB or so."""
LISTED = 100
"""Orders in one answer to a search."""
UNDONE = 50
"""Saves that can be undone."""
