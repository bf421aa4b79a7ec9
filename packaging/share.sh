#!/usr/bin/env bash
# Writes the manual page and the completions of a program to packaging/out/share.
#
#   packaging/share.sh PROGRAM
set -euo pipefail
program="$(realpath "$1")"
cd "$(dirname "$0")"

rm -rf out/share
mkdir -p out/share
"$program" man > out/share/jianbao.1
"$program" completions bash > out/share/jianbao.bash
"$program" completions zsh > out/share/_jianbao
"$program" completions fish > out/share/jianbao.fish
"$program" completions powershell > out/share/jianbao.ps1
for file in out/share/*; do
  [ -s "$file" ] || { echo "$file is empty" >&2; exit 1; }
done
