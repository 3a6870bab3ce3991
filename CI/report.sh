#!/usr/bin/env bash
# Writes what a CI job leaves for people and programs of the newest run: the report in every format
# beside the store, and the job's summary.
#
#   CI/report.sh [--configuration debug|release] [--db FILE] [--merge FOLDER] [MARKDOWN ...]
#
# --configuration  whose weld-gates renders; release, as CI/gates.sh builds it. Nothing is built
# --db             the store; results/results.db unless given. The files go into its folder: report.md
#                  with report.figures, report.html, report.junit.xml, report.json
# --merge          first takes over the runs of every results.db below a folder into the store
#                  (`weld-gates merge`), as the jobs of several platforms left them
# MARKDOWN         tables that are the summary instead of a run, such as results/mutants.md
#
# The summary goes to the file that GITHUB_STEP_SUMMARY names, else to standard output. A format that
# cannot be written fails the script after all others; so does a table that is not there. Where no
# run was made, the summary says that and the exit status is 0: what kept it from being made has
# failed already. Stores that cannot be merged fail the script.

source "$(dirname "$0")/lib/common.sh"

configuration=release
store=results/results.db
stores=""
tables=()
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) usage ;;
        --configuration)
            [[ "${2:-}" =~ ^(debug|release)$ ]] || fail "--configuration takes debug or release" 64
            configuration=$2
            shift
            ;;
        --db)
            [ -n "${2:-}" ] || fail "--db takes a store" 64
            store=$2
            shift
            ;;
        --merge)
            [ -d "${2:-}" ] || fail "--merge takes a folder that is there" 64
            stores=$2
            shift
            ;;
        -*) fail "unknown argument '$1'; see CI/report.sh --help" 64 ;;
        *) tables+=("$1") ;;
    esac
    shift
done

# Adds standard input to the job's summary.
summarize() {
    if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat >>"$GITHUB_STEP_SUMMARY"; else cat; fi
}

if [ "${#tables[@]}" -gt 0 ]; then
    missing=()
    for table in "${tables[@]}"; do
        if [ -f "$table" ]; then summarize <"$table"; else missing+=("$table"); fi
    done
    [ "${#missing[@]}" -eq 0 ] || fail "not there: ${missing[*]}; what makes it said why above"
    exit 0
fi

binary=.build/$configuration/weld-gates
if [ -n "$stores" ] && [ -x "$binary" ]; then
    mapfile -d '' -t found < <(find "$stores" -name results.db -print0 | LC_ALL=C sort -z)
    say "stores: ${#found[@]}"
    [ "${#found[@]}" -eq 0 ] || "$binary" merge "${found[@]}" --into "$store" ||
        fail "the stores of the platforms could not be merged: see above"
fi
if [ ! -x "$binary" ] || [ ! -f "$store" ]; then
    summarize <<<"## No run: weld-gates was not built, or made no store; the job's log says why"
    exit 0
fi
folder=$(dirname "$store")
failed=()
while read -r format file; do
    "$binary" report --db "$store" --format "$format" --output "$folder/$file" || failed+=("$format")
done <<'FORMATS'
markdown report.md
html report.html
junit report.junit.xml
json report.json
FORMATS
# Whole or not at all.
if summary=$("$binary" report --db "$store" --format summary --output -); then
    summarize <<<"$summary"
else
    failed+=(summary)
fi
[ "${#failed[@]}" -eq 0 ] || fail "not written: ${failed[*]}; see above"
