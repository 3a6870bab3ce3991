import Testing

@testable import GateKit

/// How much the host took of a span, by pulses, counters and quotas (credibility.md#host-time).
@Suite("Host time")
struct HostTimeTests {
    private static let ms: UInt64 = 1_000_000
    private static let rule = PulseRule(duration: 50_000, limit: 200_000, priority: 20)

    private static func span(_ start: UInt64, _ end: UInt64) -> TimeSpan {
        TimeSpan(start: start * ms, end: end * ms)
    }

    /// Pulses of one processor, 10 ms apart, quiet but for those that are given.
    private static func pulses(
        _ disturbed: [Int: (lateness: UInt64, duration: UInt64)] = [:], processor: Int = 0
    ) -> [HostPulse] {
        (0..<100).map { index in
            let (lateness, duration) = disturbed[index] ?? (10_000, 50_000)
            return HostPulse(
                processor: processor, due: UInt64(index) * 10 * ms, lateness: lateness,
                duration: duration)
        }
    }

    private static func windows(
        foreign: UInt64 = 0, steal: UInt64 = 0, throttled: UInt64 = 0, at noisy: Int = 4
    ) -> [HostWindow] {
        (0..<10).map { index in
            let isNoisy = index == noisy
            let used = isNoisy ? foreign + steal : 0
            return HostWindow(
                start: UInt64(index) * 100 * ms, end: UInt64(index + 1) * 100 * ms,
                own: 100 * ms, idle: 100 * ms - used, steal: isNoisy ? steal : 0, processors: 2,
                throttled: isNoisy ? throttled : 0)
        }
    }

    private static func time(
        pulses: [HostPulse] = pulses(), windows: [HostWindow] = windows(), priority: Int32 = 0
    ) -> HostTime {
        HostTime(
            InterferenceRule(subjectPriority: priority, pulse: rule), windows: windows,
            pulses: pulses)
    }

    @Test("A quiet host took nothing of any span")
    func quiet() {
        let time = Self.time()
        #expect(time.taken(during: Self.span(0, 1_000)) == 0)
        #expect(time.taken(during: Self.span(333, 334)) == 0)
    }

    @Test("A late pulse proves its lateness, and not much more")
    func late() {
        let time = Self.time(pulses: Self.pulses([50: (30 * Self.ms, 50_000)]))
        let taken = time.taken(during: Self.span(0, 1_000))
        #expect(taken >= 30e6 && taken <= 36e6)
        #expect(time.taken(during: Self.span(0, 490)) == 0)
        #expect(time.taken(during: Self.span(540, 1_000)) == 0)
        #expect(time.taken(during: Self.span(505, 515)) > 9e6)
    }

    @Test("A slowed processor loses the share by which its arithmetic took longer")
    func slowed() {
        // Five pulses in a row take five times as long: four fifths of 40 ms and of half a gap.
        let slow = Dictionary(
            uniqueKeysWithValues: (50..<55).map { ($0, (UInt64(10_000), UInt64(250_000))) })
        let taken = Self.time(pulses: Self.pulses(slow)).taken(during: Self.span(400, 700))
        #expect(taken > 0.7 * 45e6 && taken < 45e6)
    }

    @Test("Two processors that stall together lose the time once")
    func together() {
        let stall = [50: (lateness: 30 * Self.ms, duration: UInt64(50_000))]
        let one = Self.time(pulses: Self.pulses(stall))
        let two = Self.time(pulses: Self.pulses(stall) + Self.pulses(stall, processor: 1))
        let span = Self.span(0, 1_000)
        #expect(abs(one.taken(during: span) - two.taken(during: span)) < 1)
    }

    @Test(
        "Others' processor time counts less the uncertainty of its counter, and not for real time")
    func foreign() {
        let windows = Self.windows(foreign: 90 * Self.ms)
        let span = Self.span(400, 500)
        #expect(Self.time(windows: windows).taken(during: span) == 70e6)
        #expect(Self.time(windows: windows, priority: 10).taken(during: span) == 0)
        #expect(Self.time(windows: windows).taken(during: Self.span(410, 420)) == 10e6)
        #expect(Self.time(windows: windows).taken(during: Self.span(500, 600)) == 0)
    }

    @Test("A counter that moved a tick early in one window and late in the next took nothing")
    func ticks() {
        var windows = Self.windows()
        windows[4].idle -= 15 * Self.ms
        windows[5].idle += 15 * Self.ms
        #expect(Self.time(windows: windows).taken(during: Self.span(0, 1_000)) == 0)
    }

    @Test("One tick of steal is ten milliseconds in its window and nothing elsewhere")
    func steal() {
        let time = Self.time(windows: Self.windows(steal: 10 * Self.ms))
        #expect(time.taken(during: Self.span(0, 1_000)) == 10e6)
        #expect(time.taken(during: Self.span(300, 400)) == 0)
    }

    @Test("A quota's time counts whatever the class of the subjects")
    func throttled() {
        let time = Self.time(windows: Self.windows(throttled: 40 * Self.ms), priority: 10)
        #expect(time.taken(during: Self.span(400, 500)) == 40e6)
    }

    @Test("Nothing is ever taken twice: a span loses no more than its length")
    func bounded() {
        let time = Self.time(
            pulses: Self.pulses([42: (30 * Self.ms, 50_000)]),
            windows: Self.windows(foreign: 90 * Self.ms, throttled: 90 * Self.ms))
        #expect(time.taken(during: Self.span(420, 430)) == 10e6)
    }

    @Test("Pulses without a calibration, in any order, or beyond every clock, crash nothing")
    func hostile() {
        let wild = [
            HostPulse(processor: 0, due: .max, lateness: .max, duration: .max),
            HostPulse(processor: -1, due: 0, lateness: .max, duration: 0),
            HostPulse(processor: 0, due: 5, lateness: 0, duration: 0),
        ]
        let rule = PulseRule(duration: .max, limit: 0, priority: 0)
        let time = HostTime(InterferenceRule(pulse: rule), windows: [], pulses: wild)
        #expect(time.taken(during: TimeSpan(start: 0, end: .max)) >= 0)
        #expect(time.taken(during: TimeSpan(start: 9, end: 3)) == 0)
        let none = HostTime(InterferenceRule(), windows: [], pulses: wild)
        #expect(none.taken(during: TimeSpan(start: 0, end: .max)) == 0)
    }

    @Test("A summary of pulses counts those that were late, and says where")
    func summary() throws {
        let disturbed: [Int: (lateness: UInt64, duration: UInt64)] = [
            0: (30 * Self.ms, 50_000), 50: (10_000, 400_000), 99: (30 * Self.ms, 50_000),
        ]
        let pulses = Self.pulses(disturbed) + Self.pulses(disturbed, processor: 1)
        let summary = try #require(PulseSummary(pulses.reversed(), rule: Self.rule))
        #expect(summary.count == 200)
        #expect(summary.late == 6)
        #expect(summary.places == [0.0025, 0.5075, 0.9975])
        #expect(PulseSummary(pulses, rule: nil) == nil)
        #expect(PulseSummary([], rule: Self.rule) == nil)
    }
}
