import GateHost

/// Starts a program whose file was written a moment ago.
///
/// A test beside this one that starts a process at that moment has a child with the file open for
/// writing until its own program runs, and meanwhile the system starts nothing from it (ETXTBSY).
///
/// - Throws: Anything else that it throws, and that after two seconds too.
func onceFree<Started>(_ start: () throws -> Started) throws -> Started {
    let busy: Int32 = 26
    let deadline = Deadline.after(.seconds(2))
    while !deadline.hasPassed {
        do {
            return try start()
        } catch let error as SystemError where error.code == busy {
            Pause.wait(.milliseconds(10))
        }
    }
    return try start()
}
