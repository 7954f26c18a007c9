#!/usr/bin/env bash
# Makes the two corpora again, from Debian's packages of the two public-domain translations.
# Needs Debian or Ubuntu (for apt-get), mod2imp (package libsword-utils) and a JDK 25 in JAVA_HOME or on the path.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/../src/main/resources/org/vitrina/corpus}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v mod2imp > /dev/null || { echo 'mod2imp is missing: apt-get install libsword-utils' >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && apt-get download sword-text-web sword-text-sparv)
for package in "$work"/*.deb; do dpkg-deb -x "$package" "$work"; done
export SWORD_PATH=$work/usr/share/sword
mod2imp engWEB2015eb > "$work/english.imp"
mod2imp spaRV1909eb > "$work/spanish.imp"

"$java" "$here/Corpora.java" "$work/english.imp" "$work/spanish.imp" "$out"
(cd "$work" && for package in *.deb; do echo "made from $package"; done)
