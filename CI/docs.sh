#!/usr/bin/env bash
# Makes the man pages of weld-gates and the documentation of the library targets (DocC).
#
#   CI/docs.sh [FOLDER]
#
# They go to FOLDER, .build/docs unless given: man/weld-gates.1 and a page for each subcommand, and a
# .doccarchive for each library. A warning of DocC is an error; the one exception is a parameter
# without a line of its own, because the house style documents those that need it. What the toolchain
# lacks is said and left out.

source "$(dirname "$0")/lib/common.sh"

case "${1:-}" in
    -h | --help) usage ;;
    -*) fail "unknown option '$1'; see CI/docs.sh --help" 64 ;;
esac
[ "$#" -le 1 ] || fail "one folder at most; see CI/docs.sh --help" 64
folder=${1:-.build/docs}
[ -n "$folder" ] || fail "a folder of no letters names nothing" 64
mkdir -p "$folder" || fail "$folder cannot be made; name another folder" 110

# Library targets, bottom up; C modules that a target imports are found by their module maps.
readonly libraries=(
    WeldContract WeldPlatform WeldWire WeldTransport WeldViewport WeldStub WeldDisplay
    GateKit GateWire GateFuzz GateHost FrameWitness Gates GateStore GateReport GateRunner
)

say "build"
swift build --product weld-gates
modules=$(swift build --show-bin-path)/Modules

say "man pages"
if swift package plugin --list 2>/dev/null | grep -q generate-manual; then
    # The plugin builds for release, whatever was built before.
    swift package generate-manual --multi-page >"$folder/manual.log" 2>&1 ||
        fail "the manual cannot be made: $(tail -n 1 "$folder/manual.log")"
    rm -rf "$folder/man" "$folder/manual.log"
    mkdir -p "$folder/man"
    find .build/plugins -path '*GenerateManual*' -name 'weld-gates*.1' -exec cp {} "$folder/man" \;
    [ -s "$folder/man/weld-gates.1" ] || fail "the plugin made no page weld-gates.1"
    say "$(find "$folder/man" -name '*.1' | wc -l) pages in $folder/man"
else
    say "left out: the plugin generate-manual is not in the package graph"
fi

say "documentation"
if ! command -v docc >/dev/null; then
    say "left out: this toolchain has no docc"
    exit 0
fi
target=$(swift -print-target-info | sed -n 's/^ *"unversionedTriple": "\(.*\)",*$/\1/p' | head -n 1)
maps=()
while read -r map; do maps+=(-Xcc "-fmodule-map-file=$map"); done < <(
    find "$(dirname "$modules")" -maxdepth 2 -path '*.build/module.modulemap'
    find Sources Gates .build/checkouts -maxdepth 5 -name module.modulemap -not -path '*/Tests/*')
# Prints the warnings of a diagnostics file that count, one a line.
warnings() {
    tr -d '\n' <"$1" | grep -oE '"summary" *: *"([^"\\]|\\.)*"' |
        grep -vE "Parameter '[^']*' is missing documentation|Document '[^']*' parameter" || true
}
symbols=$(mktemp -d)
trap 'rm -rf "$symbols"' EXIT
found=0
for library in "${libraries[@]}"; do
    mkdir -p "$symbols/$library"
    swift symbolgraph-extract -module-name "$library" -I "$modules" "${maps[@]}" \
        -target "$target" -minimum-access-level public -output-dir "$symbols/$library" \
        >"$symbols/log" 2>&1 || fail "$library has no symbols: $(tail -n 1 "$symbols/log")"
    docc convert --fallback-display-name "$library" --fallback-bundle-identifier "$library" \
        --additional-symbol-graph-dir "$symbols/$library" \
        --output-path "$folder/$library.doccarchive" \
        --diagnostics-file "$symbols/$library.json" >"$symbols/log" 2>&1 ||
        fail "$library cannot be documented: $(tail -n 1 "$symbols/log")"
    wrong=$(warnings "$symbols/$library.json")
    [ -z "$wrong" ] || { printf '%s: %s\n' "$library" "$wrong" >&2; found=1; }
done
[ "$found" -eq 0 ] || fail "the documentation has warnings"
say "${#libraries[@]} libraries in $folder"
