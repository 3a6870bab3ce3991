#!/usr/bin/env bash
# Kills each stub at the system calls of its life, one run each (gates.md#kill-map): installs what
# is missing, builds, and runs weld-gates killmap.
#
#   CI/killmap.sh [--configuration debug|release] [WELD-GATES KILLMAP ARGUMENTS ...]
#
# Without arguments 400 kills, a few minutes; --all kills at every system call. The exit status is
# that of weld-gates: 0 all as documented, 100 something is not, 10 something was only late, 79 where
# the machine does not let processes be followed (ptrace).

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

CI/setup.sh
say "building ($configuration)"
swift build --configuration "$configuration" --product weld-gates
binary=$(swift build --configuration "$configuration" --show-bin-path)/weld-gates
status=0
"$binary" killmap "${arguments[@]}" || status=$?
exit "$status"
