// Module: WeldTransport
// Reported for: windows macos
// Words: is not concurrency-safe
// Why: Two threads may change one value, which Swift 6 does not let pass.

var planted = 0
