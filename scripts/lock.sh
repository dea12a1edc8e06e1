#!/bin/sh
# Renews constraints.txt: the newest versions that pyproject.toml allows, as a fresh environment gets them.
# Run the tests afterwards (`make test`), and commit the file with what it needed.
set -eu
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM

"$PYTHON" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check '.[dev]'
{
    echo "# Locked versions of everything that set-up installs. Renew with scripts/lock.sh."
    # Names and versions only: where they come from is the machine's own configuration.
    "$folder/venv/bin/python" -m pip freeze --disable-pip-version-check --exclude notes-engine
} > "$folder/constraints.txt"
if grep -n ' @ \|://' "$folder/constraints.txt" >&2; then
    echo "lock: a package came from an address, not from an index; constraints.txt is left as it was" >&2
    exit 1
fi
mv "$folder/constraints.txt" constraints.txt
git diff --stat -- constraints.txt 2>/dev/null || true
