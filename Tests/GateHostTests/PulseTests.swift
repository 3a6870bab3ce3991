import Testing

@testable import GateHost

/// What a pulse's thread promises, whatever the host does to it.
@Suite("A pulse")
struct PulseTests {
    private func beats(
        _ settings: Pulse.Settings, atLeast count: Int
    ) throws -> (beats: [PulseBeat], pulse: Pulse) {
        let pulse = try Pulse(processor: try #require(try Affinity.cpus().first), settings)
        var beats: [PulseBeat] = []
        while beats.count < count {
            Pause.wait(.milliseconds(5))
            beats += pulse.take()
        }
        pulse.stop()
        while !pulse.hasEnded { Pause.wait(.milliseconds(1)) }
        return (beats + pulse.take(), pulse)
    }

    @Test("beats follow each other, are not in step, and none is taken twice")
    func order() throws {
        var settings = Pulse.Settings(rounds: 100, limit: .max)
        settings.interval = 1_000_000
        let (beats, pulse) = try beats(settings, atLeast: 30)
        let steps = zip(beats, beats.dropFirst()).map { Int64($1.due) - Int64($0.due) }
        #expect(steps.allSatisfy { $0 > 0 })
        #expect(Set(steps).count > 10)
        #expect(pulse.take().isEmpty)
    }

    @Test("after an abnormal beat the next ones come at the short interval")
    func haste() throws {
        var settings = Pulse.Settings(rounds: 100, limit: 0)
        settings.interval = 3_600_000_000_000
        let (beats, _) = try beats(settings, atLeast: 30)
        // With the long one this test would not end.
        #expect(beats.count >= 30)
    }

    @Test("more work takes longer in the shortest of several tries")
    func work() throws {
        let few = try #require((0..<20).map { _ in Pulse.time(rounds: 1_000) }.min())
        let many = try #require((0..<20).map { _ in Pulse.time(rounds: 100_000) }.min())
        #expect(many > few)
    }
}
