#!/usr/bin/env bash
# Fails where a program for Linux needs a newer glibc than it may, or a library that not every Linux
# has.
#
#   packaging/check-symbols.sh PROGRAM [NEWEST]
#
# NEWEST is 2.17 unless another is named.
set -euo pipefail

program="$1"
newest="${2:-2.17}"
[ -f "$program" ] || { echo "no such program: $program" >&2; exit 1; }

# Weak ones among them: a version that the system has not is missed even where the symbol is not.
symbols="$(objdump -T "$program")"
versions="$(grep -o 'GLIBC_[0-9][0-9.]*' <<<"$symbols" | sort -V | uniq -c || true)"
[ -n "$versions" ] || { echo "$program: no version of glibc is named" >&2; exit 1; }
echo "$versions"

highest="$(awk '{ print $2 }' <<<"$versions" | tail -n 1)"
highest="${highest#GLIBC_}"
if [ "$(printf '%s\n' "$newest" "$highest" | sort -V | tail -n 1)" != "$newest" ]; then
  echo "$program: needs glibc $highest, and may need $newest at most:" >&2
  grep "GLIBC_$highest" <<<"$symbols" >&2
  exit 1
fi

# What glibc itself consists of. Anything else would have to be installed first.
known='^(libc|libm|libdl|libpthread|librt|libutil)\.so\.[0-9]+$|^ld-linux'
needed="$(objdump -p "$program" | awk '$1 == "NEEDED" { print $2 }')"
others="$(grep -Ev "$known" <<<"$needed" || true)"
if [ -n "$others" ]; then
  echo "$program: needs libraries that a machine may not have: $others" >&2
  exit 1
fi
echo "$program: glibc $highest and nothing else"
