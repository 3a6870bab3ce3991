#!/usr/bin/env bash
# Checks what the compiler does not: format, file length, platform conditionals, what is tracked,
# what is generated.
#
#   CI/lint.sh [--fix]
#
# --fix lets the formatter rewrite what it can before the checks run.

source "$(dirname "$0")/lib/common.sh"

readonly swift_folders=(Package.swift Sources Gates Harness Tests shaders)
readonly longest_file=400

case "${1:-}" in
    "") ;;
    --fix) swift format --in-place --recursive --parallel "${swift_folders[@]}" ;;
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

conditionals=$(git grep -nE '^ *#(if|elseif).*os\(' -- 'Sources/*.swift' 'Gates/*.swift' \
    'Harness/*.swift' ':!Sources/WeldPlatform/' || true)
[ -z "$conditionals" ] || complain "platform conditionals belong into WeldPlatform:" "$conditionals"

foundation=$(git grep -nE 'import Foundation' -- 'Sources/*.swift' || true)
[ -z "$foundation" ] || complain "Foundation costs a stub 4 ms at start:" "$foundation"

tracked=$(git ls-files | grep -E '(^|/)\.build|results\.db|Package\.resolved' || true)
[ -z "$tracked" ] || complain "these are never committed:" "$tracked"

CI/generated.sh || found=1

exit "$found"
