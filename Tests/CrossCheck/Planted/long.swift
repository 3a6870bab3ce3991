// Module: WeldTransport
// Reported for: windows
// Words: cannot convert return expression of type 'CLong' (aka 'Int32') to return type 'Int'
// Why: C's long is taken for 64 bits, which it is not on Windows.

func planted(_ value: CLong) -> Int { value }
