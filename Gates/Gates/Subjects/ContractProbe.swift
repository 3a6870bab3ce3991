internal import Foundation
internal import GateFuzz
internal import GateHost
public import GateKit
internal import GateWire
internal import Synchronization
internal import WeldContract

/// Asks two programs whether they keep the contract, before anything of them is judged
/// (contract.md#offer).
///
/// It goes through one whole life of the pair and names the first thing that they do not do, so
/// that what is no pair does not show as a hang in every gate.
public struct ContractProbe: Sendable {
    /// What a pair does not do that it must: one sentence.
    public struct Breach: Error, CustomStringConvertible {
        /// The sentence; it names the program.
        public let description: String

        init(_ description: String) {
            self.description = "\(description) (contract.md)"
        }
    }

    /// The sabotages that each program has.
    public struct Offer: Equatable, Sendable {
        private let sabotages: [SubjectRole: Set<String>]
        /// What every attempt is told; nothing for a pair that keeps the contract.
        public let planOptions: [String: String]

        init(
            _ sabotages: [SubjectRole: Set<String>], planOptions: [String: String] = [:]
        ) {
            self.sabotages = sabotages
            self.planOptions = planOptions
        }

        /// Whether the pair is judged from outside alone.
        public var isOutside: Bool { !planOptions.isEmpty }

        /// Whether a control can be tried.
        public func has(_ control: Control) -> Bool {
            sabotages[control.subject]?.contains(control.name) ?? false
        }
    }

    private let editor: String
    private let runtime: String
    private let directory: String

    /// How long a program may take for what it does in a fraction of that.
    private static let patience: Duration = .seconds(10)

    /// Creates the probe of a pair.
    ///
    /// - Parameter directory: A private one of the caller's.
    public init(editor: String, runtime: String, in directory: String) {
        self.editor = editor
        self.runtime = runtime
        self.directory = directory
    }

    /// Returns what the pair offers; throws the first thing that it does not do.
    public func run() throws(Breach) -> Offer {
        var sabotages: [SubjectRole: Set<String>] = [:]
        var silence: Breach?
        for (role, path) in [(SubjectRole.editor, editor), (.runtime, runtime)] {
            let text: String
            do throws(Breach) {
                text = try answer(of: path)
            } catch {
                silence = silence ?? error
                continue
            }
            sabotages[role] = Set(try offer(in: text, of: path, as: role).sabotages)
        }
        if let silence {
            guard livesOutside(hasOfferedEditor: sabotages[.editor] != nil) else { throw silence }
            return Offer(
                [:], planOptions: Outside.planOptions(hasOfferedEditor: sabotages[.editor] != nil))
        }
        try live()
        return Offer(sabotages)
    }

    // MARK: - The offer

    private func offer(
        in text: String, of path: String, as role: SubjectRole
    ) throws(Breach) -> ContractOffer {
        let offer: ContractOffer
        do throws(ContractBreach) {
            offer = try ContractOffer(text)
        } catch {
            throw Breach("the answer of \(path) to --contract cannot be read: \(error)")
        }
        guard offer.version == ContractOffer.currentVersion else {
            throw Breach(
                "\(path) keeps version \(offer.version) of the contract, and not "
                    + "\(ContractOffer.currentVersion)")
        }
        guard offer.role == role.process else {
            throw Breach("\(path) is no \(role.rawValue) but \(offer.role.rawValue)")
        }
        return offer
    }

    private func answer(of path: String) throws(Breach) -> String {
        do {
            let pipe = try PipeEnds()
            var process = try ChildProcess.spawn(
                path: path, arguments: ["--contract"],
                inheriting: [InheritedDescriptor(pipe.writeEnd.rawValue, as: 1)])
            let status = try process.wait(until: .after(Self.patience))
            guard status == .exited(.clean) else {
                throw Breach("\(path) does not answer --contract with exit code 0: \(status)")
            }
            try pipe.readEnd.setNonBlocking()
            let buffer = OwnedBytes(count: 65_536)
            let count = buffer.read(last: 65_536, from: pipe.readEnd) ?? 0
            return String(decoding: (0..<count).map { buffer[$0] }, as: UTF8.self)
        } catch let breach as Breach {
            throw breach
        } catch {
            throw Breach("\(path) cannot be asked for its contract: \(error)")
        }
    }

    // MARK: - From outside

    /// Whether a pair of which one makes no offer lives all the same as the milestone's does
    /// (contract.md#outside): the runtime says Hello, and the editor's has drawn before it is killed.
    private func livesOutside(hasOfferedEditor: Bool) -> Bool {
        let own = "\(directory)/o"
        defer { try? FileManager.default.removeItem(atPath: own) }
        let plan = AttemptPlan(
            procedure: "contract", gates: [], profile: .smoke, replicate: 0, seed: 1,
            scratchDirectory: own, editorPath: editor, runtimePath: runtime, deadlineSeconds: 60,
            options: Outside.planOptions(hasOfferedEditor: hasOfferedEditor))
        let recorder = Recorder { _ in }
        do {
            try ScratchDirectory.make(own)
            let steps: [FuzzStep] = [.connect, .greet, .expect(.served)]
            let outcome = try OutsideConnection.play(steps, plan, recorder)
            guard outcome.received[.protocolHello] == 1 else { return false }
            return try hasOfferedEditor || OutsideKill(plan: plan, recorder: recorder).lives()
        } catch {
            return false
        }
    }

    // MARK: - A life

    /// What a pair reports of a life in which nothing happens to it, in this order for each.
    private static let life: [(role: ProcessRole, names: [EventName])] = [
        (.editor, [.started, .listening, .spawned]),
        (.runtime, [.started, .connected, .hello]),
        (.editor, [.connected, .hello, .ack, .handover, .ready]),
        (.runtime, [.ack, .handover, .ready, .framePublished]),
        (.editor, [.roundChecked, .frameRead]),
    ]

    private func live() throws(Breach) {
        let own = "\(directory)/p"
        defer { try? FileManager.default.removeItem(atPath: own) }
        let faults = Mutex<[String]>([])
        let recorder = Recorder { message in
            switch message {
            case .fault(let fault): faults.withLock { $0.append(fault.text) }
            case .violation(let violation) where violation.kind == .breach:
                faults.withLock { $0.append(violation.text) }
            default: break
            }
        }
        let plan = AttemptPlan(
            procedure: "contract", gates: [], profile: .smoke, replicate: 0, seed: 1,
            scratchDirectory: own, editorPath: editor, runtimePath: runtime, deadlineSeconds: 60)
        do {
            let run = try EditorRun("pair", plan: plan, recorder: recorder)
            defer { _ = try? run.clear() }
            try follow(run)
            try end(run)
        } catch let breach as Breach {
            // What could not be read explains what is missing.
            throw faults.withLock(\.first).map { Breach($0) } ?? breach
        } catch {
            throw Breach("the pair cannot be started: \(error)")
        }
        if let fault = faults.withLock(\.first) { throw Breach(fault) }
    }

    private func follow(_ run: EditorRun) throws(Breach) {
        for (role, names) in Self.life {
            for name in names where run.wait(role, name, within: Self.patience) == nil {
                throw missing(name, of: role)
            }
        }
    }

    /// Ends the editor and looks how both end.
    private func end(_ run: EditorRun) throws {
        run.signalEditor(Signals.terminate)
        let status = try run.waitForEditor(within: Self.patience)
        guard status == .exited(.clean) else {
            throw Breach(
                "the editor \(editor) does not end with exit code 0 after SIGTERM: \(status)")
        }
        run.events.drain()
        for role in [ProcessRole.runtime, .editor] {
            let last = run.events.events.last { $0.role == role }
            guard case .exiting(.clean, _) = last?.event else {
                throw missing(.exiting, of: role)
            }
        }
        let left = run.files + run.sharedMemory
        guard left.isEmpty else {
            throw Breach("the pair left \(left.joined(separator: ", "))")
        }
    }

    private func missing(_ name: EventName, of role: ProcessRole) -> Breach {
        Breach(
            "the \(role.rawValue) \(role == .editor ? editor : runtime) does not report "
                + "'\(name.rawValue)' within \(Self.patience)")
    }
}
