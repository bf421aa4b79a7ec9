#!/usr/bin/env bash
# From the sources to the packages of one target, in packaging/out.
#
#   packaging/package.sh [TARGET]
#
# TARGET as in build.sh; it must be one whose programs run on this machine, because the program writes
# its own manual page.
set -euo pipefail
cd "$(dirname "$0")/.."

target="${1:-x86_64-unknown-linux-gnu.2.17}"
python="$(command -v python3 || command -v python)"
program="$(packaging/build.sh "$target")"
packaging/share.sh "$program"
case "$target" in
  *-linux-gnu*) packaging/deb.sh "$target" ;;
esac
"$python" packaging/archive.py "$target" "$program"
ls -l "$program" packaging/out
