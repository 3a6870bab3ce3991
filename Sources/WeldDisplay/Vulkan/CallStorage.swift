// Unsafe code: what structures of C refer to by pointer is kept here while the driver reads it.

/// Memory for what the structures of one call refer to; gone when the call is over.
@safe
final class CallStorage {
    private var places: [UnsafeMutableRawPointer] = unsafe []

    /// Lends storage to one call.
    static func lend<Result, Failure: Error>(
        _ body: (CallStorage) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let storage = CallStorage()
        defer { storage.empty() }
        return try body(storage)
    }

    /// Keeps a value.
    func keep<Value>(_ value: Value) -> UnsafePointer<Value> { unsafe keep([value]) }

    /// Keeps values, one after the other.
    func keep<Value>(_ values: [Value]) -> UnsafePointer<Value> {
        let place = UnsafeMutablePointer<Value>.allocate(capacity: max(1, values.count))
        for (index, value) in values.enumerated() { unsafe (place + index).initialize(to: value) }
        unsafe places.append(UnsafeMutableRawPointer(place))
        return unsafe UnsafePointer(place)
    }

    /// Keeps names, which are static themselves.
    func keep(names: [StaticString]) -> UnsafePointer<UnsafePointer<CChar>?> {
        unsafe keep(names.map(unsafe \.characters))
    }

    private func empty() {
        for index in unsafe places.indices { unsafe places[index].deallocate() }
        unsafe places.removeAll()
    }
}

extension StaticString {
    /// The text as C wants it; static, so that the address stays.
    var characters: UnsafePointer<CChar>? {
        unsafe UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}

extension String {
    /// Reads a C string out of a fixed array, which Swift sees as a tuple.
    init<Characters>(fixed characters: Characters) {
        self = unsafe withUnsafeBytes(of: characters) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
