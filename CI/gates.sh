#!/usr/bin/env bash
# Runs the gates: installs what is missing, builds, runs weld-gates and says where the report is.
#
#   CI/gates.sh [--configuration debug|release] [--sanitized] [WELD-GATES ARGUMENTS ...]
#
# --sanitized also builds both stubs with the address and the thread sanitizer, which takes minutes,
# and hands them to G3 as --sanitized-stubs; --profile full implies it where G3 is selected.
#
# Without arguments of its own weld-gates gets --all. The exit status is that of weld-gates: 0 every
# gate GO, or undecided for a cause named by --accept, 10 something is undecided or pending, 100 NO-GO;
# `swift run weld-gates --help` lists all.

source "$(dirname "$0")/lib/common.sh"

readonly stubs=.build/sanitized-stubs

# Succeeds where G3 is selected, by name or with all gates.
fuzzes() {
    [[ " $* " =~ \ (--all|--gate[=\ ][Gg]3)\  ]]
}

configuration=release
sanitized=no
arguments=()
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) usage ;;
        --configuration)
            [[ "${2:-}" =~ ^(debug|release)$ ]] || fail "--configuration takes debug or release" 64
            configuration=$2
            shift
            ;;
        --sanitized) sanitized=yes ;;
        --sanitized-stubs | --sanitized-stubs=*)
            sanitized=given
            arguments+=("$1")
            ;;
        *) arguments+=("$1") ;;
    esac
    shift
done
[ "${#arguments[@]}" -gt 0 ] || arguments=(--all)
if [ "$sanitized" = no ] && [[ " ${arguments[*]} " =~ \ --profile[=\ ]full\  ]] &&
    fuzzes "${arguments[@]}"; then
    sanitized=yes
fi

CI/setup.sh
if [ "$sanitized" = yes ]; then
    say "building the stubs with both sanitizers for G3; this takes minutes"
    CI/sanitized-stubs.sh "$stubs"
    arguments+=(--sanitized-stubs "$stubs")
fi
say "building ($configuration)"
swift build --configuration "$configuration" --product weld-gates
binary=$(swift build --configuration "$configuration" --show-bin-path)/weld-gates
say "weld-gates ${arguments[*]}"
status=0
"$binary" "${arguments[@]}" || status=$?
exit "$status"
