#!/bin/sh
# Runs one test binary as ctest does: no display needed, a home of its own that is gone afterwards, English messages.
# SESSIONBOOK_KEEP_HOMES=DIR keeps the homes below DIR, for tests/secrets/scan.
home=$(mktemp -d ${SESSIONBOOK_KEEP_HOMES:+-p "$SESSIONBOOK_KEEP_HOMES"}) || exit 1
[ -n "$SESSIONBOOK_KEEP_HOMES" ] || trap 'rm -rf "$home"' EXIT
mkdir -p "$home/run" && chmod 700 "$home/run"
HOME="$home" XDG_CONFIG_HOME="$home/.config" XDG_DATA_HOME="$home/.local/share" XDG_STATE_HOME="$home/.local/state" \
XDG_CACHE_HOME="$home/.cache" XDG_RUNTIME_DIR="$home/run" QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}" \
LC_ALL=C.UTF-8 LANGUAGE=en "$@"
