/// The series of the two death attempts: latencies in nanoseconds, or a trial each, 0 when it held.
enum DeathMetric {
    /// Kill to the editor's first event about it.
    static let detect = "g4.detect"
    /// Kill to the new runtime's first Echo.
    static let recover = "g4.recover"
    /// Kill to the first picture of the new runtime that the editor read.
    static let move = "g4.move"
    /// The second death ended the editor with its fatal code.
    static let secondDeath = "g4.second-death"
    /// Last ack to the missed heartbeat, the runtime stopped.
    static let silence = "g4.silence"
    /// The editor was stopped, and its healthy runtime was left alone.
    static let pause = "g4.pause"
    /// The editor ended as documented.
    static let editorEnd = "g4.end"
    /// The editor read a runtime's end as what it was.
    static let reading = "g4.reading"
    /// What the judge itself finds of a runtime that took another's place agrees with its editor.
    static let succession = "g4.succession"
    /// From the answer to a heartbeat to that of the third after it.
    static let beats = "g4.beats"
    /// From the editor's start to the answer to a heartbeat, divided by the number of that beat.
    static let beatFromBirth = "g4.beat-from-birth"
    /// Heap that an editor gained over many deaths, in bytes.
    static let heap = "g4.heap-gained"
    /// Memory resident and its own alone that a stub gained over many deaths, or by living.
    static let resident = "g4.resident-gained"
    /// Heap that a stub had more after a long life than after a short one.
    static let lifeHeap = "g4.life-heap-gained"
    /// Descriptors of either stub that a program started by it would inherit.
    static let runtimeInheritable = "g4.inheritable"
    /// Nothing that the editor holds, or that a trial left, is more than before.
    static let runtimeLedger = "g4.ledger"

    /// Kill of the editor to the runtime's own event.
    static let notice = "g5.notice"
    /// Kill of the editor to its own end: what of the other two the machine itself takes; not
    /// judged.
    static let editorGone = "g5.editor-gone"
    /// Kill of the editor to the runtime's end.
    static let end = "g5.end"
    /// The runtime ended by itself with the documented status.
    static let status = "g5.status"
    /// Nothing was left.
    static let left = "g5.left"
    /// Descriptors of either stub that a program started by it would inherit.
    static let editorInheritable = "g5.inheritable"
    /// Another's socket at the path of an editor that ends was left alone.
    static let swap = "g5.swap"
    /// One thing that a sweep must remove, or must not.
    static let sweep = "g5.sweep"

    /// A name in shared memory that the judge saw while its pair lived.
    static let runtimeNames = "g4.names"
    /// The same where the editor is killed.
    static let editorNames = "g5.names"

    /// How often a kill landed in a phase, or another thing that must have happened; its name
    /// follows.
    static let runtimePhasePrefix = "g4.phase."
    /// The same for kills of the editor.
    static let editorPhasePrefix = "g5.phase."
}
