#!/usr/bin/env bash
# Builds and tests what is portable today on macOS and Windows: the wire protocol, the verdicts and
# the report. The manifest declares nothing else there.
#
#   CI/portable.sh

source "$(dirname "$0")/lib/common.sh"

[ $# -eq 0 ] || usage 64
command -v swift >/dev/null 2>&1 ||
    fail "no swift on PATH: install Swift 6.2 or later from https://www.swift.org/install"
for target in WeldWireTests GateKitTests GateReportTests; do
    say "$target"
    swift test --disable-xctest --filter "^$target\."
done
