internal import Foundation
internal import GateHost

/// One message of the protocol by which sway and its kin take commands, i3-ipc: six letters, the
/// payload's length, the kind, the payload; numbers are of 32 bits in the machine's own order.
struct SwayMessage: Equatable {
    /// What is asked; an answer bears the number of its question.
    enum Kind {
        /// Runs the commands that the payload names; answered by one result for each.
        static let runCommand: UInt32 = 0
    }

    /// What it is.
    let kind: UInt32
    /// What it says: a command, or JSON.
    let payload: [UInt8]

    private static let magic = Array("i3-ipc".utf8)
    private static let headerBytes = magic.count + 8
    /// More than any answer to a command; a length beyond it is none.
    private static let mostBytes = 1 << 20

    init(kind: UInt32, payload: [UInt8]) {
        self.kind = kind
        self.payload = payload
    }

    /// The message as it is sent.
    var bytes: [UInt8] {
        Self.magic + Self.bytes(of: UInt32(payload.count)) + Self.bytes(of: kind) + payload
    }

    /// Takes the first message out of what was received; nil while it is not whole.
    ///
    /// - Throws: ``ViewportFault/harness(_:)`` where it is no such message.
    static func take(from received: inout [UInt8]) throws(ViewportFault) -> SwayMessage? {
        guard received.count >= headerBytes else { return nil }
        let length = Int(number(received, at: magic.count))
        guard Array(received.prefix(magic.count)) == magic, length <= mostBytes else {
            throw .harness("the compositor answers in another protocol than i3-ipc")
        }
        guard received.count >= headerBytes + length else { return nil }
        let payload = Array(received[headerBytes..<headerBytes + length])
        let message = SwayMessage(kind: number(received, at: magic.count + 4), payload: payload)
        received.removeFirst(headerBytes + length)
        return message
    }

    /// What became of commands: nil where each was done, else what the compositor says of the
    /// first that was not.
    var refusal: String? {
        guard
            let results = try? JSONDecoder().decode([CommandResult].self, from: Data(payload)),
            !results.isEmpty
        else { return "it answers \(String(decoding: payload.prefix(200), as: UTF8.self))" }
        return results.first { !$0.success }.map { $0.error ?? "it says no reason" }
    }

    private struct CommandResult: Decodable {
        let success: Bool
        let error: String?
    }

    private static func bytes(of number: UInt32) -> [UInt8] {
        let little = (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        return isLittle ? little : little.reversed()
    }

    private static func number(_ bytes: [UInt8], at start: Int) -> UInt32 {
        let four = bytes[start..<start + 4]
        let highFirst = isLittle ? Array(four.reversed()) : Array(four)
        return highFirst.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static let isLittle = UInt32(1).littleEndian == 1
}

/// The judge's own line to a compositor of the attempt's, which does what a user does: another size
/// for a window, and its end.
struct SwayChannel: ~Copyable {
    private let socket: PassingSocket
    private var received: [UInt8] = []

    /// How long the compositor has for an answer.
    private static let patience: Duration = .seconds(5)

    /// Connects to the socket at which the compositor takes commands.
    init(at path: String) throws(ViewportFault) {
        do {
            socket = try PassingSocket(connectingTo: path)
        } catch {
            throw .harness("the compositor takes no commands: \(error)")
        }
    }

    /// Has the compositor do something to the window of a process; returns what it says where it
    /// did not.
    mutating func run(_ commands: String, ofWindow pid: Int32) throws(ViewportFault) -> String? {
        try run("[pid=\(pid)] \(commands)")
    }

    /// Has the compositor run commands; returns what it says where it did not.
    ///
    /// - Throws: ``ViewportFault/harness(_:)`` where it does not answer.
    mutating func run(_ commands: String) throws(ViewportFault) -> String? {
        let deadline = Deadline.after(Self.patience)
        let question = SwayMessage(
            kind: SwayMessage.Kind.runCommand, payload: Array(commands.utf8))
        do {
            try send(question.bytes, until: deadline)
            while true {
                while let answer = try SwayMessage.take(from: &received) {
                    if answer.kind == question.kind { return answer.refusal }
                }
                try receive(until: deadline)
            }
        } catch let fault as ViewportFault {
            throw fault
        } catch {
            throw .harness("the compositor does not answer a command: \(error)")
        }
    }

    private borrowing func send(_ bytes: [UInt8], until deadline: Deadline) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            if let count = try socket.send(rest) {
                rest = rest.dropFirst(count)
            } else {
                try wait(for: .writable, until: deadline)
            }
        }
    }

    private mutating func receive(until deadline: Deadline) throws {
        try wait(for: .readable, until: deadline)
        var descriptors: [Int32] = []
        // None is asked for.
        defer { for descriptor in descriptors { _ = OwnedDescriptor(adopting: descriptor) } }
        guard try socket.receive(into: &received, descriptors: &descriptors) != 0 else {
            throw ViewportFault.harness("the compositor hung up instead of answering a command")
        }
    }

    private borrowing func wait(for interest: PollEvents, until deadline: Deadline) throws {
        let found = try Poll.wait(socket.descriptor.rawValue, for: interest, until: deadline)
        guard !found.isEmpty, !deadline.hasPassed else {
            throw ViewportFault.harness(
                "the compositor did not answer a command within \(Self.patience)")
        }
    }
}
