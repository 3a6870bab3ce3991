// Module: WeldTransport
// Reported for: windows
// Words: cannot convert value of type 'Bool' to specified type 'Int'
// Why: What only Windows compiles is wrong.

#if os(Windows)
    let planted: Int = true
#endif
