// Module: WeldTransport
// Reported for: windows macos
// Words: initialization of immutable value 'unused' was never used
// Why: A warning, which is an error here.

func planted() { let unused = 1 }
