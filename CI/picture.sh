#!/usr/bin/env bash
# Makes the README's picture of a report: the top of a real page, as a browser shows it.
#
#   CI/picture.sh [PAGE] [PICTURE]
#
# PAGE     a report as HTML; results/report.html if not given
# PICTURE  where it goes; results/example.png if not given

source "$(dirname "$0")/lib/common.sh"

case "${1:-}" in
    -h | --help) usage ;;
esac
page=$(realpath -- "${1:-results/report.html}" 2>/dev/null) && [ -f "$page" ] ||
    fail "there is no page ${1:-results/report.html}; CI/gates.sh makes one"
picture=$(realpath -m -- "${2:-results/example.png}")
CI/setup.sh --readers
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars "--user-data-dir=$profile" \
    --window-size=1000,860 --virtual-time-budget=20000 "--screenshot=$picture" "file://$page" \
    2>/dev/null || fail "the browser made no picture"
say "the picture is $picture, $(stat -c %s "$picture") bytes"
