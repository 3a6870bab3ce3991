// Unsafe code: lists come from the driver in two calls, for the count and for the elements; what
// structures of C refer to by pointer is kept here while the driver reads it.

internal import CVulkan

/// A refusal of the Vulkan driver: what failed, and the driver's own code.
public struct VulkanFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The VkResult.
    public let code: Int32
    /// What was tried, to complete "cannot …".
    public let operation: String

    /// Makes a failure.
    public init(code: Int32, operation: String) {
        self.code = code
        self.operation = operation
    }

    /// Such as "cannot create a buffer: VK_ERROR_OUT_OF_DEVICE_MEMORY (-2)".
    public var description: String { "cannot \(operation): \(name) (\(code))" }

    /// The code as the Vulkan specification spells it.
    var name: String { Self.names[code] ?? "VkResult" }

    private static let names: [Int32: String] = [
        VK_NOT_READY.rawValue: "VK_NOT_READY",
        VK_TIMEOUT.rawValue: "VK_TIMEOUT",
        VK_INCOMPLETE.rawValue: "VK_INCOMPLETE",
        VK_SUBOPTIMAL_KHR.rawValue: "VK_SUBOPTIMAL_KHR",
        VK_ERROR_OUT_OF_HOST_MEMORY.rawValue: "VK_ERROR_OUT_OF_HOST_MEMORY",
        VK_ERROR_OUT_OF_DEVICE_MEMORY.rawValue: "VK_ERROR_OUT_OF_DEVICE_MEMORY",
        VK_ERROR_INITIALIZATION_FAILED.rawValue: "VK_ERROR_INITIALIZATION_FAILED",
        VK_ERROR_DEVICE_LOST.rawValue: "VK_ERROR_DEVICE_LOST",
        VK_ERROR_MEMORY_MAP_FAILED.rawValue: "VK_ERROR_MEMORY_MAP_FAILED",
        VK_ERROR_LAYER_NOT_PRESENT.rawValue: "VK_ERROR_LAYER_NOT_PRESENT",
        VK_ERROR_EXTENSION_NOT_PRESENT.rawValue: "VK_ERROR_EXTENSION_NOT_PRESENT",
        VK_ERROR_FEATURE_NOT_PRESENT.rawValue: "VK_ERROR_FEATURE_NOT_PRESENT",
        VK_ERROR_INCOMPATIBLE_DRIVER.rawValue: "VK_ERROR_INCOMPATIBLE_DRIVER",
        VK_ERROR_TOO_MANY_OBJECTS.rawValue: "VK_ERROR_TOO_MANY_OBJECTS",
        VK_ERROR_FORMAT_NOT_SUPPORTED.rawValue: "VK_ERROR_FORMAT_NOT_SUPPORTED",
        VK_ERROR_UNKNOWN.rawValue: "VK_ERROR_UNKNOWN",
        VK_ERROR_SURFACE_LOST_KHR.rawValue: "VK_ERROR_SURFACE_LOST_KHR",
        VK_ERROR_NATIVE_WINDOW_IN_USE_KHR.rawValue: "VK_ERROR_NATIVE_WINDOW_IN_USE_KHR",
        VK_ERROR_OUT_OF_DATE_KHR.rawValue: "VK_ERROR_OUT_OF_DATE_KHR",
    ]
}

/// Throws unless a call succeeded.
func check(_ result: VkResult, _ operation: String) throws(DisplayError) {
    guard result == VK_SUCCESS else {
        throw .vulkan(VulkanFailure(code: result.rawValue, operation: operation))
    }
}

extension DisplayError {
    /// Whether the device is gone, and another may do.
    var isLostDevice: Bool {
        guard case .vulkan(let failure) = self else { return false }
        return failure.code == VK_ERROR_DEVICE_LOST.rawValue
    }
}

/// Reads a list from the driver; nothing may come between the two calls that changes its length.
func list<Element>(
    _ operation: String, of zero: Element,
    _ read: (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<Element>?) -> VkResult
) throws(DisplayError) -> [Element] {
    var count: UInt32 = 0
    unsafe try check(read(&count, nil), operation)
    var elements = [Element](repeating: zero, count: Int(count))
    // Fewer than counted is possible: then VK_INCOMPLETE is not, and the rest stays zero.
    let result = unsafe elements.withUnsafeMutableBufferPointer {
        unsafe read(&count, $0.baseAddress)
    }
    if result != VK_INCOMPLETE { try check(result, operation) }
    return Array(elements.prefix(Int(count)))
}

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
