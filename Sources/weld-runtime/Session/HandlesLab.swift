// Unsafe code: the payload's 64 bytes are written by address.

import WeldContract
import WeldPlatform
import WeldStub

/// What a runtime does with descriptors that come with an Echo (gates.md#g7).
struct HandlesLab {
    let services: RuntimeServices

    /// Writes the payload into each descriptor that can be written, reports each, closes all.
    func use(
        _ handles: inout DescriptorList, payload: InlineArray<64, UInt8>, sequence: UInt32
    ) {
        var order = Array(0..<handles.count)
        let sabotages = services.settings.sabotages
        if sabotages.has(.descriptorSwapOrder), order.count > 1 { order.swapAt(0, 1) }
        if sabotages.has(.descriptorDrop) { order.removeLast() }
        if sabotages.has(.descriptorKeep) {
            _ = (try? OwnedDescriptor.duplicating(handles[0]))?.release()
        }
        for (index, position) in order.enumerated() {
            report(handles[position], payload, sequence: sequence, index: index)
        }
        // As they came: what is kept and not close-on-exec is what a child would inherit.
        if sabotages.has(.descriptorKeep), sabotages.has(.descriptorNoCloseOnExec),
            handles.count == 1
        {
            handles.abandonAll()
        }
        handles.removeAll()
    }

    private func report(
        _ number: RawDescriptor, _ payload: InlineArray<64, UInt8>, sequence: UInt32, index: Int
    ) {
        guard let facts = try? DescriptorFacts.of(number) else { return }
        let cloexec = (try? DescriptorFacts.isCloseOnExec(number)) ?? false
        let written = write(payload, to: number, facts.kind)
        services.events.emit(
            .lab(
                .received(
                    sequence: sequence, index: index, kind: facts.kind.rawValue,
                    device: facts.device, inode: facts.inode, closeOnExec: cloexec,
                    written: written)))
    }

    /// Returns how many bytes the object took; an eventfd takes 8, the first ones.
    ///
    /// The object is the editor's, and nothing is waited for that the editor may never do
    /// (platform.md#objects-of-the-peer): a full pipe takes nothing, an eventfd that could block is left alone, and so
    /// is what the lab has no use for, such as a device.
    private func write(
        _ payload: InlineArray<64, UInt8>, to number: RawDescriptor, _ kind: DescriptorFacts.Kind
    ) -> Int {
        switch kind {
        case .regular, .pipe, .socket, .anonymous: break
        case .directory, .characterDevice, .blockDevice, .symbolicLink: return 0
        }
        let sabotages = services.settings.sabotages
        let whole = sabotages.has(.descriptorWriteShort) ? 63 : 64
        let length = kind == .anonymous ? 8 : whole
        defer {
            if sabotages.has(.descriptorNonBlocking) {
                try? StreamSocket.setNonBlocking(number, true)
            }
        }
        return unsafe withUnsafeBytes(of: payload) { bytes in
            let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[..<length])
            return unsafe (try? OwnedDescriptor.writeNow(part, to: number)).flatMap { $0 } ?? 0
        }
    }

    /// Tries what a hostile receiver would try, each for itself; the seals must refuse both.
    func tryToTruncate(_ memory: borrowing MemoryObject) {
        let size = memory.size
        for wrong in [size / 2, 2 * min(size, .max / 2)] {
            do throws(SystemError) {
                try memory.resize(to: wrong)
                try? memory.resize(to: size)
                services.events.emit(.lab(.truncateAllowed))
            } catch {
                services.events.emit(.lab(.truncateRefused(code: error.code)))
            }
        }
    }
}
