// Module: WeldTransport
// Reported for: windows macos
// Words: expression uses unsafe constructs but is not marked with 'unsafe'
// Why: Unsafe code does not say so.

func planted(_ place: UnsafePointer<Int>) -> Int { place.pointee }
