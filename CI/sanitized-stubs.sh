#!/usr/bin/env bash
# Builds both stubs with the address and with the thread sanitizer, for a gate that judges those
# instead of the ordinary ones.
#
#   CI/sanitized-stubs.sh DIR [address|thread]
#
# Leaves DIR/address/{weld-editor,weld-runtime} and DIR/thread/..., or only the one that is named.
# Build folders are those of CI/test.sh --sanitize. Nothing is installed.

source "$(dirname "$0")/lib/common.sh"

case "${1:-}" in
    -h | --help) usage ;;
    "" | -*) usage 64 ;;
esac
readonly destination=$1
sanitizers=(address thread)
if [ -n "${2:-}" ]; then
    [[ "$2" =~ ^(address|thread)$ ]] || fail "there is no sanitizer '$2'; address or thread" 64
    sanitizers=("$2")
fi
command -v swift >/dev/null || fail "there is no swift; CI/setup.sh says what is needed"

for sanitizer in "${sanitizers[@]}"; do
    options=(--sanitize "$sanitizer" --scratch-path ".build-$sanitizer")
    say "building the stubs with the $sanitizer sanitizer"
    # The editor's target depends on the runtime's; naming both keeps this true if it ever does not.
    for stub in weld-editor weld-runtime; do
        swift build "${options[@]}" --product "$stub"
    done
    programs=$(swift build "${options[@]}" --show-bin-path)
    mkdir -p "$destination/$sanitizer"
    # Beside its old self and then in its place: a stub that runs keeps its own.
    for stub in weld-editor weld-runtime; do
        cp "$programs/$stub" "$destination/$sanitizer/.$stub.new"
        mv "$destination/$sanitizer/.$stub.new" "$destination/$sanitizer/$stub"
    done
done
say "sanitized stubs are in $destination"
