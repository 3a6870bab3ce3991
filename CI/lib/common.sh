# Shared by the scripts beside it: what they say and how they fail. Sourced, never run.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Says what is about to happen.
say() { printf '==> %s\n' "$*"; }

# Ends with a sentence that says what to do next.
fail() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit "${2:-1}"
}

# Ends with a sentence and 79: what was asked cannot be told on this machine, and nothing is wrong.
skip() { fail "SKIP: $1" 79; }

# Prints the usage, which is the leading comment of the script, and ends.
usage() {
    sed -n '2,/^$/s/^# \{0,1\}//p' "$0"
    exit "${1:-0}"
}
