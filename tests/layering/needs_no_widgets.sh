#!/bin/sh
# Fails, naming the library, when the program loads Qt Widgets.
needed=$(readelf -d "$1") || exit 1
case $needed in
*libQt6Core*) ;;
*) echo "$1: not a dynamically linked Qt program"; exit 1 ;;
esac
! printf '%s\n' "$needed" | grep libQt6Widgets
