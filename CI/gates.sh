#!/usr/bin/env bash
# Runs the gates: installs what is missing, builds, runs weld-gates and says where the report is.
#
#   CI/gates.sh [--configuration debug|release] [WELD-GATES ARGUMENTS ...]
#
# Without arguments of its own weld-gates gets --all. The exit status is that of weld-gates: 0 every
# gate GO, 10 something is undecided or pending, 100 NO-GO; `swift run weld-gates --help` lists all.

source "$(dirname "$0")/lib/common.sh"

configuration=release
arguments=()
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) usage ;;
        --configuration)
            [[ "${2:-}" =~ ^(debug|release)$ ]] || fail "--configuration takes debug or release" 64
            configuration=$2
            shift
            ;;
        *) arguments+=("$1") ;;
    esac
    shift
done
[ "${#arguments[@]}" -gt 0 ] || arguments=(--all)

CI/setup.sh
say "building ($configuration)"
swift build --configuration "$configuration" --product weld-gates
binary=$(swift build --configuration "$configuration" --show-bin-path)/weld-gates
say "weld-gates ${arguments[*]}"
status=0
"$binary" "${arguments[@]}" || status=$?
exit "$status"
