#!/usr/bin/env bash
# Installs a .deb, works with what it brings, and removes it again: nothing of it may stay. For root,
# on a machine where it is not installed.
#
#   packaging/test-deb.sh PACKAGE.deb
set -euo pipefail
package="$(realpath "$1")"
here="$(realpath "$(dirname "$0")/..")"

fail() { echo "test-deb: $*" >&2; exit 1; }
! dpkg -s jianbao >/dev/null 2>&1 || fail "jianbao is installed already; remove it first"

folder="$(mktemp -d)"
remove() { dpkg -P jianbao >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap remove EXIT

dpkg-deb --info "$package"
dpkg -i "$package"
mapfile -t files < <(dpkg -L jianbao)
for file in \
  /usr/bin/jianbao \
  /usr/lib/jianbao/terminal \
  /usr/share/applications/jianbao.desktop \
  /usr/share/icons/hicolor/scalable/apps/jianbao.svg \
  /usr/share/icons/hicolor/48x48/apps/jianbao.png \
  /usr/share/man/man1/jianbao.1.gz \
  /usr/share/bash-completion/completions/jianbao \
  /usr/share/zsh/vendor-completions/_jianbao \
  /usr/share/fish/vendor_completions.d/jianbao.fish \
  /usr/share/doc/jianbao/copyright; do
  [ -f "$file" ] || fail "$file is missing"
done
# Nothing was altered on its way, and nothing opens what is not ours.
dpkg -V jianbao || fail "installed files are not those of the package"
! grep -q MimeType /usr/share/applications/jianbao.desktop || fail "the entry claims a kind of file"
[ ! -e /usr/share/mime/packages/jianbao.xml ] || fail "the package claims a kind of file"
if command -v desktop-file-validate >/dev/null; then
  desktop-file-validate /usr/share/applications/jianbao.desktop
fi
"$here/packaging/check-symbols.sh" /usr/bin/jianbao

# By the name that a clerk types, in a folder that knows nothing of the sources.
cp -r "$here/briefings" "$folder/简报"
cd "$folder/简报"
jianbao --version
jianbao build 28
head -c 5 out/2018-028.pdf | grep -q '%PDF-' || fail "no PDF was made"
gzip -dc /usr/share/man/man1/jianbao.1.gz | head -n 1
bash -c 'source /usr/share/bash-completion/completions/jianbao && complete -p jianbao'
cd /

dpkg -r jianbao
for file in "${files[@]}"; do
  # Folders that other packages have files in stay.
  [ ! -f "$file" ] || fail "$file stayed behind"
done
[ ! -d /usr/lib/jianbao ] && [ ! -d /usr/share/doc/jianbao ] || fail "a folder stayed behind"
echo "test-deb: installed, used and removed"
