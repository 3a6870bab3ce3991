// Unsafe code: lists come from the driver in two calls, for the count and for the elements.

internal import CVulkan

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
