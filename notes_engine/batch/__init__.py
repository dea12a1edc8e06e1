"""The batch: many orders in, files out, a manifest line for every note. The door is `run_batch`."""

from notes_engine.batch.job import Engine, Job, Split, starting_instant
from notes_engine.batch.progress import Progress, Silence
from notes_engine.batch.run import resumable, run_batch
from notes_engine.batch.summary import Summary

__all__ = ["Engine", "Job", "Progress", "Silence", "Split", "Summary", "resumable", "run_batch", "starting_instant"]
