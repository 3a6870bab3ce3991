// Module: WeldTransport
// Reported for: windows macos
// Words: must be written 'any Error'
// Why: A rule of the house, which the manifest switches on, is not kept.

func planted(_ error: Error) -> Int { 0 }
