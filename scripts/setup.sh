#!/bin/sh
# Builds .venv with the locked versions, and installs the system libraries that are missing when it may.
set -eu
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}
say() { printf '%s\n' "$*" >&2; }

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    say "notes-engine needs Python 3.11 or newer; '$PYTHON' is not. Name another one: make setup PYTHON=python3.12"
    exit 1
}

# What WeasyPrint loads at run time. libharfbuzz-subset is optional to it, but a page takes eight times longer without.
missing=$("$PYTHON" - <<'PY'
import ctypes, ctypes.util
wanted = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
missing = []
for library, package in wanted.items():
    try:
        ctypes.CDLL(library)
    except OSError:
        missing.append(package)
try:
    import ensurepip, venv  # Debian ships them in a package of their own
except ImportError:
    import sys
    missing.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
print(" ".join(missing))
PY
)
if [ -n "$missing" ]; then
    as_root=
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    if command -v apt-get >/dev/null 2>&1 && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
        say "Installing system libraries: $missing"
        $as_root apt-get update -qq
        # shellcheck disable=SC2086  # a list of words on purpose
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        say "Some system libraries are missing, and this script may not install them. Run this, then the same command again:"
        say ""
        say "    sudo apt-get install $missing"
        say ""
        exit 1
    fi
fi

[ -x .venv/bin/python ] && .venv/bin/python -c 'import pip' 2>/dev/null || { rm -rf .venv; "$PYTHON" -m venv .venv; }
# The constraints hold for build environments too, so that the build backend is the locked one.
PIP_CONSTRAINT="$PWD/constraints.txt" .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
touch .venv/.ready
