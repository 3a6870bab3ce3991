// Module: WeldTransport
// Reported for: windows macos
// Words: missing return in global function expected to return 'Int'
// Why: What is found only after types were found right.

func planted(_ value: Bool) -> Int { if value { return 1 } }
