// Module: WeldTransport
// Reported for: none
// Words: -
// Why: What only Linux compiles is wrong: nobody may see it, else another system is checked than is said.

#if os(Linux)
    let planted: Int = true
#endif
