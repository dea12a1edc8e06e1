#!/bin/sh
# Sees to it that there is a Chromium for the browser tests: Debian's package, when this may be installed. Where it may
# not, those tests are skipped, and say so.
set -eu
say() { printf '%s\n' "$*" >&2; }

[ -n "${CHROMIUM:-}" ] && exit 0
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
as_root=
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null 2>&1 && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
    say "Installing Chromium for the browser tests"
    $as_root apt-get update -qq || true
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -y -qq --no-install-recommends chromium >/dev/null ||
        say "Chromium could not be installed: the browser tests will be skipped"
else
    say "There is no Chromium, and this script may not install it: the browser tests will be skipped. To run them:"
    say ""
    say "    sudo apt-get install chromium        or name one: CHROMIUM=/path/to/chromium make test"
    say ""
fi
