// Unsafe code: libFuzzer hands its input and its arguments over by address.

internal import CFuzzDriver
internal import FuzzStore

/// The name that libFuzzer looks for.
@c(LLVMFuzzerTestOneInput)
public func fuzzCells(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: count))
    do {
        if let complaint = try CellBody.complaint(about: input) { fatalError(complaint) }
    } catch {
        fatalError("the system refused: \(error)")
    }
    return 0
}

/// The name under which the package manager looks for an executable's main.
@c(fuzz_cells_main)
public func fuzzCellsMain(
    _ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    var count = count
    var arguments = unsafe arguments
    return unsafe LLVMFuzzerRunDriver(&count, &arguments, fuzzCells)
}
