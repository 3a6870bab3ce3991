#!/usr/bin/env bash
# Lets the system calls of both stubs and of the judge fail, one a life, with each error that the call's manual page
# knows (gates.md#fault-map): installs what is missing, builds, runs weld-gates faultmap, and keeps
# its table.
#
#   CI/faults.sh [--configuration debug|release] [--binary PATH] [--out FILE]
#                [WELD-GATES FAULTMAP ARGUMENTS ...]
#
# Without arguments 120 lives, a few minutes; --all tries every call, turn and error, an hour.
#
# --binary  a weld-gates that is built already, with both stubs beside it
# --out     the table: results/faults.md with --all; a part of it is only printed unless a file is
#           named
#
# The exit status is that of weld-gates: 0 all as documented, 100 something is not, 79 where the
# machine does not let processes be followed (ptrace).

source "$(dirname "$0")/lib/common.sh"

readonly invocation="CI/faults.sh $*"
configuration=release
binary=""
out=""
arguments=()
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) usage ;;
        --configuration)
            [[ "${2:-}" =~ ^(debug|release)$ ]] || fail "--configuration takes debug or release" 64
            configuration=$2
            shift
            ;;
        --binary)
            [ -x "${2:-}" ] || fail "--binary takes a program" 64
            binary=$2
            shift
            ;;
        --out)
            [ -n "${2:-}" ] || fail "--out takes a file" 64
            out=$2
            shift
            ;;
        --all)
            arguments+=("$1")
            out=${out:-results/faults.md}
            ;;
        *) arguments+=("$1") ;;
    esac
    shift
done

if [ -z "$binary" ]; then
    CI/setup.sh
    say "building ($configuration)"
    swift build --configuration "$configuration" --product weld-gates
    binary=$(swift build --configuration "$configuration" --show-bin-path)/weld-gates
fi
status=0
map=$("$binary" faultmap --format markdown "${arguments[@]}") || status=$?
# Without a map there is nothing to keep; what was wrong has been said.
[ -n "$map" ] || exit "$status"
# A map that is not whole replaces none.
if [ -z "$out" ] || [[ ! "$status" =~ ^(0|100)$ ]]; then
    printf '%s\n' "$map"
    exit "$status"
fi
{
    printf '# Failing system calls\n\n'
    printf 'Written by `%s` at %s. What it asks and what may come of it is in\n' \
        "$invocation" "$(git rev-parse --short=7 HEAD)"
    printf '[gates.md](../Gates/Specification/gates.md#fault-map).\n\n'
    printf '%s\n' "$map"
} >"$out"
say "the table is in $out"
exit "$status"
