import GateFuzz
import GateKit
import GateWire
import Testing

@Suite("Planned connections")
struct ConnectionPlannerTests {
    private static let cases = [Role.editor, .runtime].flatMap { role in
        FuzzTarget.all(subject: role).map { (role, $0) }
    }

    @Test("Every plan comes to its target, says the oracle", arguments: cases)
    func targets(subject: Role, target: FuzzTarget) {
        for seed in 0..<300 as Range<UInt64> {
            var planner = ConnectionPlanner(subject: subject, seed: seed)
            let script = planner.script(for: target)
            #expect(script.steps.first == .connect)
            #expect(script.steps.last == .expect(target.expectation), "\(script.text)")
        }
    }

    @Test("The same seed makes the same scripts")
    func seeded() {
        var first = ConnectionPlanner(subject: .runtime, seed: 11)
        var second = ConnectionPlanner(subject: .runtime, seed: 11)
        for target in FuzzTarget.all(subject: .runtime) {
            #expect(first.script(for: target) == second.script(for: target))
        }
    }

    @Test("Every plan survives being written down and read", arguments: cases)
    func text(subject: Role, target: FuzzTarget) throws {
        for seed in 0..<50 as Range<UInt64> {
            var planner = ConnectionPlanner(subject: subject, seed: seed)
            let script = planner.script(for: target)
            #expect(try FuzzScript(parsing: script.text) == script)
        }
    }

    @Test("Together the plans use every way of writing")
    func ways() {
        var planner = ConnectionPlanner(subject: .runtime, seed: 1)
        var steps: [FuzzStep] = []
        for _ in 0..<400 { steps += planner.script(for: .error(.unexpectedHandles)).steps }
        let frames = steps.compactMap { if case .frame(let frame) = $0 { frame } else { nil } }
        #expect(frames.contains { $0.writing.isJoined })
        #expect(frames.contains { $0.writing.chunks.count > 20 && $0.writing.pause > 0 })
        #expect(frames.contains { $0.writing.handles == 8 })
        #expect(frames.contains { $0.type == .shmRegionsHandoff && $0.writing.handles == 0 })
        #expect(steps.contains(.stopReading))
        #expect(!steps.contains(.greet) || steps.count { $0 == .greet } < 400)
    }

    @Test("Truncation reaches every offset of a frame")
    func offsets() {
        var planner = ConnectionPlanner(subject: .runtime, seed: 2)
        var kept: Set<Int> = []
        for _ in 0..<4000 {
            for error in [WireError.truncatedHeader, .truncatedPayload] {
                for case .frame(let frame) in planner.script(for: .error(error)).steps {
                    if frame.type == .echo, let count = frame.kept { kept.insert(count) }
                }
            }
        }
        #expect(kept == Set(1..<88))
    }
}

@Suite("Mutations and grammar")
struct MutationTests {
    @Test("Every boundary of the length is tried", arguments: MessageType.allCases)
    func lengths(type: MessageType) {
        let descriptor = type.descriptor
        let exact = UInt32(8 + descriptor.bodySize)
        let asked: [UInt32] = [0, 7, 8, exact - 1, exact + 1, 16_777_216, 16_777_217, .max]
        #expect(Mutation.lengths(of: descriptor).filter(asked.contains).count == asked.count)
        #expect(!Mutation.lengths(of: descriptor).contains(exact))
    }

    @Test("A side may say freely what asks or tells, and nothing that ends it")
    func free() {
        #expect(
            MessageGrammar(sender: .editor).free.map(\.type)
                == [.echo, .spawnEntity, .modifyComponent, .heartbeat])
        #expect(MessageGrammar(sender: .runtime).free.map(\.type) == [.logMessage])
    }

    @Test("Padding of a random body is clean until it is made dirty")
    func padding() {
        var random = SeededGenerator(seed: 3)
        let descriptor = MessageType.logMessage.descriptor
        for _ in 0..<50 {
            let frame = MessageGrammar.frame(of: descriptor, sequence: 1, &random)
            #expect(frame.body[4..<8].elementsEqual([0, 0, 0, 0]))
            #expect(
                Mutation.dirtyPadding.applied(to: frame).body[4..<8]
                    .elementsEqual([0xA5, 0xA5, 0xA5, 0xA5]))
        }
    }
}
