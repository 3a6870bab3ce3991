// Unsafe code: libFuzzer hands its input and its arguments over by address.

internal import CFuzzDriver
internal import FuzzJudge

/// The name that libFuzzer looks for.
@c(LLVMFuzzerTestOneInput)
public func fuzzScripts(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: count))
    if let complaint = ScriptBody.complaint(about: input) { fatalError(complaint) }
    return 0
}

/// The name under which the package manager looks for an executable's main.
@c(fuzz_scripts_main)
public func fuzzScriptsMain(
    _ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    var count = count
    var arguments = unsafe arguments
    return unsafe LLVMFuzzerRunDriver(&count, &arguments, fuzzScripts)
}
