#!/usr/bin/env bash
# Builds what is portable today on macOS and Windows, the engine and both stubs among it, and tests the
# wire protocol, the fuzz's plan, the verdicts and the report. The manifest declares nothing else there.
# Last, weld-gates --all has to say SKIP of every gate, by what it found on the machine.
# On macOS the system is first asked what weld.h promises (CI/conformance.sh).
#
#   CI/portable.sh

source "$(dirname "$0")/lib/common.sh"

[ $# -eq 0 ] || usage 64
command -v swift >/dev/null 2>&1 ||
    fail "no swift on PATH: install Swift 6.2 or later from https://www.swift.org/install"
[ "$(uname -s)" != Darwin ] || CI/conformance.sh
say "building"
swift build
for target in WeldContractTests WeldWireTests GateFuzzTests GateKitTests GateReportTests PortableGatesTests; do
    say "$target"
    swift test --disable-xctest --filter "^$target\."
done
say "weld-gates --all"
status=0
swift run weld-gates --all || status=$?
# 4: every gate is SKIP (Gates/Specification/gates.md#exit-codes).
[ "$status" -eq 4 ] || fail "weld-gates --all ended with $status where 4 was expected: see above"
