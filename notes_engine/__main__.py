"""`python -m notes_engine` is `notes-engine`."""

from notes_engine.cli import main

if __name__ == "__main__":
    main()
