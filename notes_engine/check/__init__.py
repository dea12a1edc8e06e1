"""The check room: what is wrong with a workspace, before anything is printed."""

from notes_engine.check.findings import Finding, PlaceholderCount, Report
from notes_engine.check.run import check_workspace

__all__ = ["Finding", "PlaceholderCount", "Report", "check_workspace"]
