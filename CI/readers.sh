#!/usr/bin/env bash
# Reads the reports of a short run with real programs: a browser (page, links, sorting, keyboard,
# contrast, a wide and a narrow window, dark, and changed numbers that the page has to name), a reader
# of JUnit, a validator of JSON schemas, Datasette with the named queries (report.md).
#
#   CI/readers.sh [--store FILE] [--binary PATH]
#
# --store   the store to make the reports from; without it G1 and G7 are run at smoke, without controls
# --binary  a weld-gates that is built already; without it a debug build is made
#
# The programs are CI/setup.sh --readers'. Exit 75 where they cannot be had here, with the reason.

source "$(dirname "$0")/lib/common.sh"

store=""
binary=""
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) usage ;;
        --store)
            [ -f "${2:-}" ] || fail "--store takes a store" 64
            store=$(realpath "$2")
            shift
            ;;
        --binary)
            [ -x "${2:-}" ] || fail "--binary takes a program" 64
            binary=$(realpath "$2")
            shift
            ;;
        *) fail "unknown argument '$1'; see CI/readers.sh --help" 64 ;;
    esac
    shift
done

reason=$(CI/setup.sh --readers 2>&1 >/dev/null) || fail "the readers cannot be had here: $reason" 75
# A browser that does not even show a page of one word says nothing of ours.
profile=$(mktemp -d)
trial=$(timeout 120 chromium --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage \
    "--user-data-dir=$profile" --dump-dom 'data:text/html,<p>word</p>' 2>&1) || true
rm -rf "$profile"
[[ "$trial" == *"<p>word</p>"* ]] ||
    fail "the readers cannot be had here: chromium does not start: ${trial: -300}" 75
if [ -z "$binary" ]; then
    say "building"
    swift build --product weld-gates
    binary=$(swift build --show-bin-path)/weld-gates
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [ -z "$store" ]; then
    store=$folder/results.db
    status=0
    "$binary" --gate G1 --gate G7 --no-controls --db "$store" --report "$folder/first.md" \
        --lock "$folder/lock" >"$folder/log" 2>&1 || status=$?
    # Unproven without controls: whatever the gates came out as, there is a report of it.
    [ -f "$folder/first.html" ] || {
        cat "$folder/log"
        fail "no report was made (exit $status): see above"
    }
fi
while read -r format suffix; do
    "$binary" report --db "$store" --format "$format" --output "$folder/report.$suffix" ||
        fail "there is no report as $format: see above"
done <<'FORMATS'
html html
markdown md
terminal txt
junit junit.xml
json json
FORMATS
cp results/schema/report.schema.json results/datasette.yaml "$folder/"
[ "$store" -ef "$folder/results.db" ] || cp "$store" "$folder/results.db"
.build-readers/bin/python Tests/Readers/readers.py "$folder" "$(command -v chromium)" "$binary"
