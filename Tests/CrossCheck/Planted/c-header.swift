// Module: WeldPlatform
// Reported for: windows macos
// Words: cannot find 'weld_planted' in scope
// Why: A function is called that weld.h does not have.

internal import CWeldPlatform

func planted() -> Int32 { weld_planted() }
