internal import WeldPlatform

/// Uses a descriptor that somebody else owns (standard error, `--events-fd`) without closing it.
enum LentDescriptor {
    static func use<Result, Failure: Error>(
        _ number: Int32, _ body: (borrowing OwnedDescriptor) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let owner = OwnedDescriptor(adopting: number)
        do throws(Failure) {
            let result = try body(owner)
            _ = owner.release()
            return result
        } catch {
            _ = owner.release()
            throw error
        }
    }
}
