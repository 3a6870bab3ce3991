#!/usr/bin/env bash
# Proves the viewport's protocols with the model checker spin: every execution of the models in
# Sources/WeldViewport/Model is explored, with a death of the writer at every step.
#
#   CI/model.sh [--trail NAME]
#
# Three slots must hold; two slots must tear; and every mutation of the three (an order that is
# missing, an exchange that is none, a NEW flag that is forgotten, a succession that is wrong, a
# fence that is not waited for) must be refuted by the assertion that it breaks. One line a model,
# seconds each at most; exit 1 when one comes out otherwise. --trail prints the steps that refute one
# model, by its name in the list.

source "$(dirname "$0")/lib/common.sh"

readonly models=Sources/WeldViewport/Model
trail=""
case "${1:-}" in
    "") ;;
    -h | --help) usage ;;
    --trail) trail=${2:-} && [ -n "$trail" ] || fail "--trail takes a name of the list" 64 ;;
    *) fail "unknown argument '$1'; see CI/model.sh --help" 64 ;;
esac
for tool in spin gcc; do
    command -v "$tool" >/dev/null || fail "$tool is missing: run CI/setup.sh" 79
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wrong=0
count=0

# check NAME MODEL EXPECTED [DEFINITION ...]: EXPECTED is "holds", or what has to be violated.
check() {
    local name=$1 model=$PWD/$models/$2.pml expected=$3 found states
    shift 3
    count=$((count + 1))
    [ -z "$trail" ] || [ "$trail" = "$name" ] || return 0
    (
        cd "$work"
        rm -f -- *.trail
        spin -a "${@/#/-D}" "$model"
        gcc -O1 -w -DSAFETY -DNOREDUCE -o pan pan.c
        ./pan -m1000000 -w22 >out 2>&1
    ) || fail "cannot check $name"
    states=$(sed -nE 's/^ *([0-9]+) states, stored.*/\1/p' "$work/out")
    # An exploration that was cut short proves nothing.
    if grep -qE 'Search not completed|max search depth|out of memory' "$work/out" &&
        ! grep -q 'assertion violated' "$work/out"; then
        found="not explored completely"
    elif grep -q 'assertion violated' "$work/out"; then
        found=$(sed -nE 's/.*assertion violated *!?\(*([a-zA-Z]+).*/\1/p' "$work/out" | head -n 1)
    elif grep -q 'errors: 0' "$work/out"; then
        found=holds
    else
        found=$(grep -m 1 'pan:' "$work/out" || echo "no verdict")
    fi
    if [ -n "$trail" ]; then
        (cd "$work" && spin -t -p -g "${@/#/-D}" "$model")
        return 0
    fi
    if [[ " $expected " == *" $found "* ]]; then
        printf '  %-26s %-10s %8s states\n' "$name" "$found" "$states"
    else
        printf '  %-26s %s, expected: %s\n' "$name" "$found" "$expected" >&2
        wrong=$((wrong + 1))
    fi
}

[ -n "$trail" ] || say "two slots"
check two-slot two-slot torn
check two-slot-timely two-slot holds TIMELY
check two-slot-labels two-slot mislabelled TIMELY LABELS

[ -n "$trail" ] || say "three slots"
check three-slot three-slot holds
check reaches-the-end three-slot last REACH

[ -n "$trail" ] || say "three slots, mutated"
check writer-not-releasing three-slot torn WRITER_NOT_RELEASING
check writer-not-acquiring three-slot torn WRITER_NOT_ACQUIRING
check reader-not-releasing three-slot torn READER_NOT_RELEASING
check reader-not-acquiring three-slot torn READER_NOT_ACQUIRING
check writer-no-exchange three-slot "torn shared backwards twice stale" WRITER_NO_EXCHANGE
check reader-no-exchange three-slot "torn shared backwards twice stale" READER_NO_EXCHANGE
check writer-forgets-new three-slot stale WRITER_FORGETS_NEW
check reader-forgets-new three-slot "twice backwards stale" READER_FORGETS_NEW
check mirror-decides three-slot shared MIRROR_DECIDES
check hasty-succession three-slot shared HASTY_SUCCESSION
check reader-ignores-fence three-slot torn READER_IGNORES_FENCE
check fence-too-early three-slot torn FENCE_TOO_EARLY
check leases-uncounted three-slot torn LEASES_UNCOUNTED
check succession-takes-lent three-slot shared SUCCESSION_TAKES_LENT

[ "$wrong" -eq 0 ] || fail "$wrong of $count models came out otherwise than expected"
[ -n "$trail" ] || printf '%s models, all as expected\n' "$count"
