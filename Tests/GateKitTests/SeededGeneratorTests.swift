import GateKit
import Testing

@Suite("Seeded generator")
struct SeededGeneratorTests {
    @Test("The sequence of seed 1234567 is the published one of SplitMix64")
    func published() {
        var generator = SeededGenerator(seed: 1_234_567)
        let first = (0..<5).map { _ in generator.next() }
        #expect(
            first == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test("Seeds derived for a thousand attempts all differ")
    func derived() {
        let seeds = (0..<1000).map { SeededGenerator.derive(42, $0) }
        #expect(Set(seeds).count == 1000)
    }
}
