#!/usr/bin/env bash
# Checks every Swift module that the manifest declares for Windows and macOS as their compilers would:
# its types, the rules of the house and all warnings, for x86_64-unknown-windows-msvc and
# arm64-apple-macosx. Then plants each fault of Tests/CrossCheck/Planted, of which some lie in a branch
# that only one system compiles, and wants it to be reported there and nowhere else.
#
#   CI/cross.sh [--again]
#
# --again  checks also what has not changed since it was found right
#
# Nothing is linked and nothing runs. The standard library's modules are made of the toolchain's own
# interface files, once a toolchain (about 45 s a system), in WELD_CROSS_CACHE or ~/.cache/weld-gates;
# Foundation is a stand-in (Tests/CrossCheck/Foundation.swift). Exit 1 when a module is not right or a
# fault is not reported; exit 79, SKIP, with a sentence where the toolchain is none of those that are
# known. What it is worth: Gates/Specification/portability.md#every-branch-compiled-on-every-change.

source "$(dirname "$0")/lib/common.sh"
source CI/lib/crosscheck.sh

again=false
case "${1:-}" in
    "") ;;
    --again) again=true ;;
    -h | --help) usage ;;
    *) fail "unknown argument '$1'; see CI/cross.sh --help" 64 ;;
esac

# Toolchains whose interface files CI/lib/interface.py was tried with.
readonly known_versions=(6.3.1)

[ "$(uname -sm)" = "Linux x86_64" ] ||
    skip "the interface files are rewritten from those of Linux on x86_64, and this is $(uname -sm)"
command -v swift >/dev/null 2>&1 || skip "there is no swift on PATH"
command -v python3 >/dev/null 2>&1 || skip "there is no python3, which reads the manifest: install it"
frontend=$(readlink -f "$(command -v swift)")
readonly toolchain=${frontend%/bin/*}
[ -x "$toolchain/bin/swift-frontend" ] || skip "there is no swift-frontend beside $frontend"
version=$("$toolchain/bin/swift-frontend" -version 2>&1)
number=$(sed -nE '1s/.*Swift version ([0-9.]+) .*/\1/p' <<<"$version")
[[ " ${known_versions[*]} " == *" $number "* ]] ||
    skip "the interface files of Swift ${number:-of an unknown version} were never rewritten, only those of ${known_versions[*]}: where it holds, add it to known_versions"
for name in "${library_modules[@]}"; do
    [ -f "$(interface_of "$name")" ] || skip "the toolchain has no $(interface_of "$name")"
done

# Another toolchain or another recipe is another library.
key=$({ printf '%s\n' "$version" && cat CI/lib/interface.py CI/lib/crosscheck.sh \
    Tests/CrossCheck/Foundation.swift; } | sha256sum | cut -c 1-12)
readonly library=${WELD_CROSS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/weld-gates}/cross/$number-$key
mkdir -p "$library" || fail "no folder can be made in $library: set WELD_CROSS_CACHE"
# What was found right lies here, beside what it was made of.
readonly work=.build-cross
mkdir -p "$work"
folder=$(mktemp -d)
trap '[ -z "$(jobs -p)" ] || kill $(jobs -p) 2>/dev/null || true; rm -rf "$folder"' EXIT
exec 8>"$work/lock"
flock 8

# read_manifest SYSTEM: writes down what the manifest declares for a system.
read_manifest() {
    mkdir -p "$work/$1/plan"
    rm -f "$work/$1"/plan/*
    WELD_SYSTEM=$1 swift package --scratch-path "$folder/package" dump-package \
        >"$folder/manifest.json" 2>"$folder/said" ||
        { cat "$folder/said" >&2 && fail "the manifest cannot be read for $1: see above"; }
    python3 CI/lib/modules.py "$work/$1/plan" <"$folder/manifest.json" >"$folder/$1.modules"
}

# check SYSTEM NAME MODULE [FILE]: checks a module, with one more file where one is given.
check() {
    local system=$1 name=$2 module=$3 output=$work/$1/$3.swiftmodule
    [ $# -eq 3 ] || output=$folder/$system.swiftmodule
    compiler "$system" -emit-module -parse-as-library -package-name weld_gates \
        -I "$work/$system" "@$work/$system/plan/$name.arguments" "${@:4}" -o "$output"
}

# Prints what a module was made of: flags, files, what it needs, the library.
digest() {
    local system=$1 name=$2 need headers
    shift 2
    {
        printf '%s\n' "$key"
        cat "$work/$system/plan/$name.arguments"
        sed -nE -e 's/^"(.*\.swift)"$/\1/p' -e 's/^"-fmodule-map-file=(.*)"$/\1/p' \
            "$work/$system/plan/$name.arguments" | tr '\n' '\0' | xargs -0 cat
        sed -nE 's/^"-I(.*)"$/\1/p' "$work/$system/plan/$name.arguments" | tr '\n' '\0' |
            while read -r -d '' headers; do cat "$headers"/*.h; done
        for need in "$@"; do cat "$work/$system/$need.digest" 2>/dev/null || true; done
    } | sha256sum
}

# check_system SYSTEM: checks all modules, then the controls. Says what it found in its last line.
check_system() {
    local system=$1 name module needs wrong=() checked=0 kept=0 made
    # Of what is not declared any more nothing may be imported.
    for made in "$work/$system"/*.swiftmodule; do
        module=$(basename "$made" .swiftmodule)
        grep -qE "^[^ ]+ $module( |$)" "$folder/$system.modules" || rm -f "$made"
    done
    {
        flock 9
        build_library "$system" || { echo "the standard library cannot be made for $system" && return 1; }
    } 9>"$library/$system.lock"
    while read -r name module needs; do
        # shellcheck disable=SC2086
        made=$(digest "$system" "$name" $needs)
        if ! $again && [ "$(cat "$work/$system/$name.digest" 2>/dev/null)" = "$made" ]; then
            kept=$((kept + 1))
            continue
        fi
        rm -f "$work/$system/$name.digest" "$work/$system/$module.swiftmodule"
        if check "$system" "$name" "$module"; then
            printf '%s\n' "$made" >"$work/$system/$name.digest"
            checked=$((checked + 1))
        else
            wrong+=("$name is not right for $system: see above")
        fi
    done <"$folder/$system.modules"
    controls "$system" || wrong+=("planted faults of Tests/CrossCheck/Planted were not reported")
    printf '%s\n' "${wrong[@]}"
    printf '%s: %s modules are right (%s unchanged); planted faults: %s\n' "$(triple_of "$system")" \
        $((checked + kept)) "$kept" "$(cat "$folder/$system.controls")"
    [ "${#wrong[@]}" -eq 0 ] && [ $((checked + kept)) -gt 0 ]
}

# field FILE NAME: prints what the head of a planted fault says.
field() { sed -n "s|^// $2: ||p" "$1" | head -n 1; }

# controls SYSTEM: plants every fault. Reported means: in that file, by those words.
controls() {
    local system=$1 fault module words status seen=0 wanted=0 quiet=0 rest=0
    for fault in Tests/CrossCheck/Planted/*.swift; do
        module=$(field "$fault" Module)
        words=$(field "$fault" Words)
        status=0
        check "$system" "$module" "$module" "$fault" >"$folder/$system.said" 2>&1 || status=$?
        if [[ " $(field "$fault" "Reported for") " == *" $system "* ]]; then
            wanted=$((wanted + 1))
            if [ "$status" -ne 0 ] && grep -F "$fault:" "$folder/$system.said" | grep -qF "$words"; then
                seen=$((seen + 1))
                continue
            fi
            printf 'unseen for %s: %s (exit %s)\n' "$system" "$fault" "$status"
        else
            rest=$((rest + 1))
            if [ "$status" -eq 0 ]; then
                quiet=$((quiet + 1))
                continue
            fi
            printf 'reported for %s, where it is none: %s\n' "$system" "$fault"
        fi
        cat "$folder/$system.said"
    done
    printf '%s of %s reported, %s of %s of another system let pass\n' "$seen" "$wanted" "$quiet" "$rest" \
        >"$folder/$system.controls"
    [ "$wanted" -gt 0 ] && [ "$rest" -gt 0 ] && [ "$seen" -eq "$wanted" ] && [ "$quiet" -eq "$rest" ]
}

say "the manifest of windows and macos, and all modules that it declares"
for system in windows macos; do read_manifest "$system"; done
for system in windows macos; do
    check_system "$system" >"$folder/$system.log" 2>&1 &
    printf '%s %s\n' "$!" "$system"
done >"$folder/running"
failed=0
while read -r process system; do
    status=0
    wait "$process" || status=$?
    sed '/^$/d' "$folder/$system.log"
    [ "$status" -eq 0 ] || failed=1
done <"$folder/running"
[ "$failed" -eq 0 ] || fail "not right for another system: see above"
