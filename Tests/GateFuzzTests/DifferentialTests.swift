import GateFuzz
import GateKit
import GateWire
import Testing

@Suite("Three decoders that share no code come to the same error at the same place")
struct DifferentialTests {
    /// Seeds that are tried for ever; each makes other valid frames before the fault.
    private static let seeds: [UInt64] = [1, 14, 2026, 0xFEED, .max]

    /// A stream: valid frames, then one with a mutation, then a valid one that nobody looks at.
    private static func stream(
        _ mutation: Mutation, of type: MessageType, seed: UInt64
    ) -> (bytes: [UInt8], ends: Bool) {
        var random = SeededGenerator(seed: seed ^ UInt64(type.rawValue) << 32)
        var bytes: [UInt8] = []
        let count = Int(random.next() % 4)
        for number in 0..<count {
            let index = Int(random.next() % UInt64(MessageCatalogue.descriptors.count))
            bytes +=
                MessageGrammar.frame(
                    of: MessageCatalogue.descriptors[index], sequence: UInt32(number), &random
                ).bytes
        }
        let frame = mutation.applied(
            to: MessageGrammar.frame(of: type.descriptor, sequence: 7, &random))
        bytes += frame.bytes
        if frame.kept != nil { return (bytes, true) }
        bytes += MessageGrammar.frame(of: type.descriptor, sequence: 8, &random).bytes
        return (bytes, false)
    }

    private static func differences(
        of type: MessageType,
        engine: (_ bytes: [UInt8], _ piece: Int, _ ends: Bool) -> DecoderOutcome
    ) -> [String] {
        var found: [String] = []
        for seed in seeds {
            for mutation in Mutation.faults(of: type.descriptor) {
                let (bytes, ends) = stream(mutation, of: type, seed: seed)
                let piece = [1, 7, 24, 4096][Int(seed % 4)]
                let witness = DecoderOutcome.witness(bytes, ends: ends)
                let judge = DecoderOutcome.judge(bytes, piece: piece, ends: ends)
                let engine = engine(bytes, piece, ends)
                if judge != witness || engine != witness {
                    found.append(
                        "\(mutation), seed \(seed): C \(witness), judge \(judge), engine \(engine)")
                }
            }
        }
        return found
    }

    @Test(
        "on every mutation of every message, whatever came before", arguments: MessageType.allCases)
    func agree(type: MessageType) {
        let found = Self.differences(of: type) { bytes, piece, ends in
            .engine(bytes, piece: piece, ends: ends)
        }
        #expect(found.isEmpty, "\(found.prefix(3))")
    }

    @Test("A decoder that compares no hash, and one that takes any magic, are told from the others")
    func planted() {
        let noHash = Self.differences(of: .echo) { bytes, piece, ends in
            .engineWithoutHash(bytes, piece: piece, ends: ends)
        }
        #expect(noHash.contains { $0.contains("schemaHashMismatch") })
        let noMagic = Self.differences(of: .echo) { bytes, piece, ends in
            .engineWithoutMagic(bytes, piece: piece, ends: ends)
        }
        #expect(noMagic.contains { $0.contains("invalidMagic") })
    }
}
