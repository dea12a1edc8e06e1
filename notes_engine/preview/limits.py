"""How much the preview takes on at once: sizes, times and numbers that keep it answering."""

from __future__ import annotations

NOTE_SECONDS = 20.0
"""For making one note: thirty pages take five."""
FORMULA_SECONDS = 3.0
"""For checking a label and evaluating it for a few orders: a thousandth of that is usual."""
UPLOAD_SECONDS = 120.0
"""For reading an upload and making its notes: 500 notes take 20 on a machine that has nothing else to do."""
UPLOAD_BYTES = 32 * 1024 * 1024
"""Of an export sent to the API."""
FORM_BYTES = 256 * 1024
"""Of every other request."""
UPLOAD_NOTES = 500
"""Notes that one request to the API may ask for; a batch is `notes-engine render`."""
UPLOADS = 6
"""Uploads at a time, received, waiting or read; the next is told to come back."""
TOLD_REJECTS = 200
"""Rejects that one answer lists; all are counted."""
LABEL_LENGTH = 16 * 1024
"""Characters of a label that the API tries."""
WORKER_BYTES = 4 * 1024**3
"""Addresses that a worker may take, libraries and all: a bomb ends in a refusal, not in a machine without memory.
WeasyPrint and pyarrow together take 2.5 GB of them for thousands of notes, of which 0.9 GB are memory."""
JOB_BYTES = 12 * 1024**3
"""Addresses that each process of a job may take: a batch of a hundred thousand notes stays far below."""
WAITING = 500
"""Requests that may wait for a worker; the next is told to come back."""
PATIENCE = 45.0
"""Seconds that one of them waits for its turn."""
REQUESTS = 500
"""Requests at a time, pages that listen for changes among them; the next is told to come back."""
CONNECTIONS = 900
"""Connections at a time: a process may have 1024 files open."""
HEADER_SECONDS = 15.0
"""In which a connection has to say what it wants."""
BODY_SECONDS = 120.0
"""In which what a request brings has to come."""
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
