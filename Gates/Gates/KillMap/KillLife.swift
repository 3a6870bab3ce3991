internal import GateKit
internal import WeldContract

/// One scripted life of a pair, in which one stub is followed over its system calls
/// (gates.md#kill-map).
enum KillLife: CaseIterable {
    /// An editor from its start to a heartbeat.
    case editorFirst
    /// An editor whose runtime is killed, and which is then asked to end.
    case editorRestarts
    /// The first runtime from its start to a heartbeat.
    case runtimeFirst
    /// The first runtime, from the moment in which its editor begins to end it.
    case runtimeIsAsked
    /// The second runtime, from its start to its first pictures.
    case runtimeSecond
    /// A runtime whose editor is killed.
    case runtimeOrphaned

    /// The life in which a stub has a phase.
    init(_ subject: SubjectRole, _ phase: KillPhase) {
        self =
            Self.allCases.first { $0.subject == subject && $0.phases.contains(phase) }
            ?? (subject == .editor ? .editorFirst : .runtimeFirst)
    }

    /// Who is followed.
    var subject: SubjectRole {
        switch self {
        case .editorFirst, .editorRestarts: .editor
        case .runtimeFirst, .runtimeIsAsked, .runtimeSecond, .runtimeOrphaned: .runtime
        }
    }

    /// Which of the editor's children is followed; nil where it is the editor itself.
    var child: Int? {
        switch self {
        case .editorFirst, .editorRestarts: nil
        case .runtimeSecond: 2
        case .runtimeFirst, .runtimeIsAsked, .runtimeOrphaned: 1
        }
    }

    /// What is counted in it, in the order in which it comes.
    var phases: [KillPhase] {
        switch self {
        case .editorFirst: [.start, .sweep, .handshake, .handOver, .publish, .heartbeat]
        case .editorRestarts: [.restart, .shutdown]
        case .runtimeFirst: [.start, .handshake, .handOver, .publish, .heartbeat]
        case .runtimeIsAsked: [.shutdown]
        case .runtimeSecond: [.restart]
        case .runtimeOrphaned: [.sweep]
        }
    }

    /// The phase that begins with the program; nil where nothing is counted until the judge says so.
    var opening: KillPhase? {
        switch self {
        case .editorFirst, .runtimeFirst: .start
        case .runtimeSecond: .restart
        case .editorRestarts, .runtimeIsAsked, .runtimeOrphaned: nil
        }
    }

    /// The phases that begin with the writing of an event of the stub's own.
    var marks: [EventName: KillPhase] {
        switch self {
        case .editorFirst:
            [.started: .sweep, .listening: .handshake, .ack: .handOver, .ready: .publish]
        case .editorRestarts: [.stopping: .shutdown]
        case .runtimeFirst: [.started: .handshake, .ack: .handOver, .ready: .publish]
        case .runtimeIsAsked, .runtimeSecond, .runtimeOrphaned: [:]
        }
    }
}

/// What the judge says of where a life stands, besides the stub's own events.
enum KillMark: Sendable {
    /// Another phase begins.
    case phase(KillPhase)
    /// What comes is not counted.
    case over
}
