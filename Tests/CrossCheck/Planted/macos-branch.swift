// Module: WeldTransport
// Reported for: macos
// Words: cannot convert value of type 'Bool' to specified type 'Int'
// Why: What only macOS compiles is wrong.

#if os(macOS)
    let planted: Int = true
#endif
