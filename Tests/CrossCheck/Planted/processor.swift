// Module: WeldTransport
// Reported for: macos
// Words: cannot convert value of type 'Bool' to specified type 'Int'
// Why: What only another processor compiles is wrong.

#if arch(arm64)
    let planted: Int = true
#endif
