#!/usr/bin/env bash
# Bundles CodeMirror for the browsers of the offices into src/preview/page/codemirror.js, with its
# licences; with --check, fails where the committed file is another one. `cargo build` needs none of this.
set -euo pipefail
cd "$(dirname "$0")"
bundle=../src/preview/page/codemirror.js
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp package.json package-lock.json codemirror.js "$work"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
{
  echo "/*! Made by web/build.sh of the following, each under its licence:"
  for package in "$work"/node_modules/@codemirror/* "$work"/node_modules/@marijn/* \
    "$work"/node_modules/@lezer/* "$work"/node_modules/{crelt,style-mod,w3c-keyname}; do
    [ -f "$package/LICENSE" ] || continue
    echo
    node -p "const it = require('$package/package.json'); it.name + ' ' + it.version"
    cat "$package/LICENSE"
  done
  echo "*/"
} >"$work/licences.js"
"$work/node_modules/.bin/esbuild" "$work/codemirror.js" --bundle --format=esm --minify \
  --charset=utf8 --target=chrome87,firefox78 --legal-comments=none --log-level=warning \
  --outfile="$work/bundle.js"
cat "$work/licences.js" "$work/bundle.js" >"$work/whole.js"
if [ "${1:-}" = --check ]; then
  cmp "$work/whole.js" "$bundle" || {
    echo "src/preview/page/codemirror.js is not what web/build.sh makes" >&2
    exit 1
  }
else
  cp "$work/whole.js" "$bundle"
fi
