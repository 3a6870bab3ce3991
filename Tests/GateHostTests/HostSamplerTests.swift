import Glibc
import Testing

@testable import GateHost

/// What the kernel counts, as the sampler reads it.
@Suite("The host sampler")
struct HostSamplerTests {
    @Test("its counters rise, and time that this process used is its own")
    func counters() throws {
        let processors = try Affinity.cpus()
        guard let sampler = HostSampler(root: getpid(), processors: processors) else {
            Issue.record("no memory for a sampler")
            return
        }
        let before = sampler.read()
        let end = MonotonicClock.now() + 20_000_000
        while MonotonicClock.now() < end {}
        let after = sampler.read()
        #expect(after.now > before.now)
        #expect(after.own > before.own)
        #expect(after.idle >= before.idle)
        #expect(after.processors == processors.count)
    }

    private static let stat = """
        cpu  600 6 60 300 30 0 6 33 0 0
        cpu0 100 1 10 50 5 0 1 7 0 0
        cpu1 200 2 20 100 10 0 2 11 0 0
        cpu10 300 3 30 150 15 0 3 15 0 0
        intr 46870193 0 0 0
        ctxt 1

        """

    @Test(
        "only the processors that were asked for are added up",
        arguments: [
            ([0], [1, 55, 7]), ([1], [1, 110, 11]), ([0, 10], [2, 220, 22]),
            ([0, 1, 10], [3, 330, 33]), ([2], [0, 0, 0]), ([], [0, 0, 0]),
        ] as [([Int], [UInt64])])
    func processors(asked: [Int], expected: [UInt64]) {
        let sum = HostSampler.parse(processors: asked, of: Self.stat)
        #expect([sum.count, sum.idle, sum.steal] == expected)
    }

    @Test("a kernel that counts no stolen time has none, and text that is no statistic nothing")
    func oldKernels() {
        let old = HostSampler.parse(processors: [0], of: "cpu 1 2 3 4 5\ncpu0 1 2 3 4 5")
        #expect(old == (1, 9, 0))
        for text in ["", "cpu", "cpux 1 2 3 4 5", "cpu0", "cpu0 a b", "\n\n", "cpu99999 1 1 1 1 1"]
        {
            #expect(HostSampler.parse(processors: [0], of: text) == (0, 0, 0))
        }
    }

    @Test("throttling is read in both versions' units; a group without a quota tells none")
    func throttled() {
        let second = "usage_usec 9\nnr_throttled 2\nthrottled_usec 1500\nnr_bursts 0\n"
        #expect(HostSampler.parseThrottled(second) == 1_500_000)
        let first = "nr_periods 7\nnr_throttled 2\nthrottled_time 1500\n"
        #expect(HostSampler.parseThrottled(first) == 1_500)
        #expect(HostSampler.parseThrottled("usage_usec 9\nuser_usec 3\n") == nil)
        #expect(HostSampler.parseThrottled("") == nil)
    }
}
