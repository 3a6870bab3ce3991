// Unsafe code: libFuzzer hands its input and its arguments over by address.

internal import CFuzzDriver
internal import FuzzJudge

/// The name that libFuzzer looks for.
@c(LLVMFuzzerTestOneInput)
public func fuzzOptions(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: count))
    do {
        if let complaint = try OptionsBody.complaint(about: input) { fatalError(complaint) }
    } catch {
        fatalError("the system refused: \(error)")
    }
    return 0
}

/// The name under which the package manager looks for an executable's main.
@c(fuzz_options_main)
public func fuzzOptionsMain(
    _ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    var count = count
    var arguments = unsafe arguments
    return unsafe LLVMFuzzerRunDriver(&count, &arguments, fuzzOptions)
}
