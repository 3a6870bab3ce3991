// Unsafe code: tables of C callbacks live for ever at fixed addresses.

/// A table of callbacks that the C library keeps the address of, as long as any proxy lives: made
/// once for each kind of proxy and never freed.
@safe
struct WaylandListener<Table>: @unchecked Sendable {
    let address: UnsafePointer<Table>

    init(_ table: Table) {
        let place = UnsafeMutablePointer<Table>.allocate(capacity: 1)
        unsafe place.initialize(to: table)
        unsafe address = UnsafePointer(place)
    }
}
