#!/usr/bin/env bash
# Builds the Windows half of CWeldPlatform and its conformance suite with mingw-w64, warnings as
# errors, and runs both under Wine: everything that weld.h promises, then, with --planted, faults of
# Tests/PlatformConformance/Planted, each of which must turn a named case red.
#
#   CI/windows.sh [--suite | --planted] [--no-install] [--verbose] [SECTION ...]
#
# Then both stubs are built as Windows programs (CI/windows-stubs.sh), with a driver of the judge's, and
# `weld-gates wine` judges them: it ends with the matrix of the column "Windows (Wine 8.0)", kept in
# results/results.db beside the columns of other systems, and results/report.md. --suite, --planted and a SECTION leave that out.
# Installs mingw-w64 and Wine from Debian where they are missing (CI/setup.sh --windows) unless
# --no-install is given. Wine gets a prefix of its own in a private folder, and everything in it is
# ended with it. What Wine does not show: Gates/Specification/portability.md#windows. Exit 79 with a
# sentence where there is no compiler or no Wine that works: that is SKIP, and no fault of the code.

source "$(dirname "$0")/lib/common.sh"
source CI/lib/deadline.sh

planted=false
gates=true
install=true
arguments=()
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) usage ;;
        --planted) planted=true ;;
        --suite) gates=false ;;
        --no-install) install=false ;;
        --verbose) arguments=(--verbose "${arguments[@]}") ;;
        -*) fail "unknown argument '$1'; see CI/windows.sh --help" 64 ;;
        *)
            gates=false
            arguments+=("$1")
            ;;
    esac
    shift
done

skip() { fail "SKIP: $1" 79; }

readonly compiler=x86_64-w64-mingw32-gcc-posix
# What a run may take before it counts as hung: it takes about 20 s.
limit=${WELD_WINE_DEADLINE:-180}
missing=()
command -v "$compiler" >/dev/null 2>&1 || missing+=("$compiler")
command -v wine >/dev/null 2>&1 || missing+=(wine)
if [ "${#missing[@]}" -gt 0 ] && $install; then
    CI/setup.sh --windows || skip "${missing[*]} could not be installed: see above"
    missing=()
fi
[ "${#missing[@]}" -eq 0 ] ||
    skip "there is no ${missing[*]}: CI/setup.sh --windows installs gcc-mingw-w64-x86-64-posix, wine and wine64"
server=""
for candidate in wineserver /usr/lib/wine/wineserver64 /usr/lib/wine/wineserver; do
    server=$(command -v "$candidate" 2>/dev/null) && break
done
[ -n "$server" ] || skip "there is a wine, but no wineserver that could end it"

folder=$(mktemp -d)
mkdir "$folder/home" "$folder/tmp"
# Nothing of the user's: no display, no home, no prefix.
wine_run() {
    local seconds=$1 log=$2
    shift 2
    run_with_deadline "$seconds" "$log" env -u DISPLAY -u WAYLAND_DISPLAY HOME="$folder/home" \
        WINEPREFIX="$folder/prefix" WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml,winemenubuilder.exe=" \
        TMPDIR="$folder/tmp" wine "$@"
}
end() {
    WINEPREFIX="$folder/prefix" timeout 20 "$server" -k >/dev/null 2>&1 || true
    # Until the last of them has let go of the prefix.
    WINEPREFIX="$folder/prefix" timeout 20 "$server" -w >/dev/null 2>&1 || true
    # The server of Debian's Wine leaves the folder of its sockets in /tmp; its name stands in the prefix.
    local name
    name=$(cat "$folder/prefix/wineserver" 2>/dev/null || true)
    if [[ $name =~ ^wine-[A-Za-z0-9]{6}$ ]]; then rm -rf "/tmp/$name"; fi
    rm -rf "$folder" 2>/dev/null || { sleep 2 && rm -rf "$folder"; } || true
}
trap end EXIT

# build FOLDER PROGRAM: builds the suite from a copy of the sources.
build() {
    "$compiler" -std=gnu17 -g -O2 -Wall -Wextra -Werror -I"$1/Sources/CWeldPlatform/include" \
        "$1"/Sources/CWeldPlatform/windows*.c "$1"/Tests/PlatformConformance/*.c \
        -o "$2" -ladvapi32 -lntdll -static
}

say "the suite for Windows, built by $("$compiler" -dumpfullversion)"
build . "$folder/conformance.exe"
# What weld-gates asks of a system that it cannot judge on.
"$compiler" -std=gnu17 -Wall -Wextra -Werror -IHarness/CGateSystem/include -c \
    Harness/CGateSystem/gate_system.c -o "$folder/gate_system.o"

say "a prefix for $(wine --version 2>/dev/null)"
status=0
wine_run 120 "$folder/boot" wineboot -i || status=$?
if [ "$status" -eq 124 ]; then
    tail -n 20 "$folder/boot" >&2
    skip "Wine did not make a prefix within 120 s"
fi
[ -f "$folder/prefix/drive_c/windows/system32/kernel32.dll" ] || {
    tail -n 20 "$folder/boot" >&2
    skip "Wine could not make a prefix (exit $status): see above"
}

# run PROGRAM [SECTION ...]: the suite under Wine, its output in $folder/said.
run() {
    local program=$1
    shift
    status=0
    wine_run "$limit" "$folder/said" "$program" "$@" || status=$?
    # Lines end as Windows ends them.
    sed -i 's/\r$//' "$folder/said"
}

say "the suite under Wine"
run "$folder/conformance.exe" "${arguments[@]}"
cat "$folder/said"
[ "$status" -ne 124 ] || fail "the suite did not end within $limit s under Wine; its threads are above"
grep -qE '^[0-9]+ of [0-9]+ cases hold$' "$folder/said" ||
    fail "the suite said nothing at its end (exit $status)"
[ "$status" -eq 0 ] || exit 1

if $gates && ! $planted; then
    stubs="$folder/stubs"
    status=0
    CI/windows-stubs.sh "$stubs" || status=$?
    [ "$status" -eq 0 ] || exit "$status"
    "$compiler" -std=gnu17 -g -O2 -Wall -Wextra -Werror -ISources/CWeldPlatform/include \
        Gates/EmulatedPeer/{deaths,faults,handles,main,process-windows,round-trips,say,stub,wire}.c Sources/CWeldPlatform/windows*.c -o "$stubs/weld-peer.exe" \
        -ladvapi32 -lntdll -static
    say "the judge"
    swift build --product weld-gates
    say "the gates under Wine"
    "$(swift build --show-bin-path)/weld-gates" wine "$stubs" || status=$?
    exit "$status"
fi
$planted || exit 0

say "planted faults"
seen=0
count=0
for patch in Tests/PlatformConformance/Planted/*.patch; do
    count=$((count + 1))
    name=$(basename "$patch" .patch)
    section=$(sed -n 's/^Section: //p' "$patch" | head -n 1)
    case=$(sed -n 's/^Case: //p' "$patch" | head -n 1)
    rm -rf "$folder/copy"
    mkdir -p "$folder/copy/Sources" "$folder/copy/Tests"
    cp -r Sources/CWeldPlatform "$folder/copy/Sources/"
    cp -r Tests/PlatformConformance "$folder/copy/Tests/"
    (cd "$folder/copy" && GIT_CEILING_DIRECTORIES=$folder git apply "$OLDPWD/$patch") ||
        fail "$patch does not apply to this tree any more"
    build "$folder/copy" "$folder/planted.exe"
    limit=60
    run "$folder/planted.exe" "$section"
    if [ "$status" -eq 1 ] && grep -qF "NOT OK $section: $case (" "$folder/said"; then
        seen=$((seen + 1))
        printf 'seen: %s, by "%s"\n' "$name" "$case"
    else
        printf 'unseen: %s (exit %s), which "%s: %s" has to see\n' "$name" "$status" "$section" \
            "$case" >&2
        cat "$folder/said" >&2
    fi
done
printf '%s of %s planted faults seen\n' "$seen" "$count"
[ "$count" -gt 0 ] && [ "$seen" -eq "$count" ]
