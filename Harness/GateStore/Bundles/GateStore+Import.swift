import GateKit

extension RunBundle {
    /// Takes the run of the bundle over into a store.
    ///
    /// The run is verified in the bundle before the store is opened, and comes into it in one
    /// transaction: a bundle that is not right changes nothing.
    ///
    /// - Parameters:
    ///   - signer: Who signed the bundle, where that was verified.
    ///   - open: Opens the store, or makes it.
    public func absorb(
        signer: String?, into open: () throws(StoreError) -> GateStore
    ) throws(StoreError) -> AbsorbedRun {
        let unpacked = try unpack()
        let source: GateStore
        let run: Int64
        do throws(StoreError) {
            source = try GateStore.openReadOnly(path: unpacked.store)
            let runs = try source.runIDs()
            guard let only = runs.first, runs.count == 1 else {
                throw StoreError.badBundle(path, "it holds \(runs.count) runs instead of one")
            }
            guard try source.run(only).state != .running else {
                throw StoreError.badBundle(path, "its run has not ended")
            }
            try source.requireIntact(run: only)
            run = only
        } catch {
            throw inBundle(error, unpacked.store)
        }
        let store = try open()
        let absorbed: AbsorbedRun
        do throws(StoreError) {
            absorbed = try store.absorb(run, from: source, signer: signer) {
                attempt, position, _ in
                unpacked.files[.init(attempt: attempt, position: position)]
            }
        } catch {
            throw StoreError(
                error.kind, path: error.path,
                error.description.replacing(unpacked.store, with: path))
        }
        withExtendedLifetime(unpacked) {}
        return absorbed
    }

    /// The same error with the bundle's name instead of that of what was unpacked, and `badBundle`
    /// for whatever else is wrong with the store in it.
    private func inBundle(_ error: StoreError, _ store: String) -> StoreError {
        let text = error.description.replacing(store, with: path)
        switch error.kind {
        case .newerVersion, .differs, .conflict, .diskFull, .inputOutput, .busy, .badBundle,
            .noScratch:
            return StoreError(error.kind, path: path, text)
        default:
            return StoreError(.badBundle, path: path, text)
        }
    }
}
