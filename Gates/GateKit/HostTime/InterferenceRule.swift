/// When a window is contaminated by the host, and how much of it a check bears; part of the rule that is stored
/// before the first sample (gates.md#rule-11 and gates.md#vocabulary).
///
/// The third edition asks for `maximumExcluded`, `subjectPriority` and `pulse` alone (``HostTime``);
/// the other limits, and what this type computes, belong to the first two. Shares are of one
/// processor's time. The subject cannot contaminate a window: its own processor
/// time is no one else's, and a canary that is late no longer than our own processes ran proves
/// nothing.
public struct InterferenceRule: Codable, Hashable, Sendable {
    /// How late the canary may wake, beyond what our own running time explains, in nanoseconds.
    public var wakeUpError: UInt64
    /// How much of a processor others may use while processors are scarce.
    public var foreignShare: Double
    /// How many idle processors make the use of others harmless.
    public var spareProcessors: Double
    /// How much of a processor the hypervisor may take away.
    public var stealShare: Double
    /// How many windows on each side take part in the two shares; the kernel counts idle time in
    /// steps of 10 ms, which a single window of 100 ms would feel.
    public var neighbours: Int
    /// Which part of a check's samples may be excluded at most.
    public var maximumExcluded: Double
    /// The real-time priority of the subjects, 1 to 99, or 0 where they share the processors with
    /// everything else.
    ///
    /// What is normal cannot hold up the real-time class: then the use of others accuses nobody,
    /// and the canary of the subjects' priority decides instead of the normal one.
    public var subjectPriority: Int32
    /// What a pulse is like that nothing disturbs; nil where there were none.
    public var pulse: PulseRule?

    /// Creates a rule.
    public init(
        wakeUpError: UInt64 = 2_000_000, foreignShare: Double = 0.25,
        spareProcessors: Double = 2, stealShare: Double = 0.03, neighbours: Int = 1,
        maximumExcluded: Double = 0.1, subjectPriority: Int32 = 0, pulse: PulseRule? = nil
    ) {
        self.wakeUpError = wakeUpError
        self.foreignShare = foreignShare
        self.spareProcessors = spareProcessors
        self.stealShare = stealShare
        self.neighbours = neighbours
        self.maximumExcluded = maximumExcluded
        self.subjectPriority = subjectPriority
        self.pulse = pulse
    }

    /// The rule that every attempt is judged by unless its gate says otherwise.
    public static let standard = InterferenceRule()

    /// Whether too much of a time was contaminated.
    public func isNoisy(contaminated: Double, of whole: Double) -> Bool {
        contaminated > 0 && contaminated > maximumExcluded * whole
    }

    /// Returns for each window what contaminated it; nil where nothing did.
    public func contamination(_ windows: [HostWindow]) -> [Contamination?] {
        let reach = min(max(0, neighbours), windows.count)
        return windows.indices.map { index in
            let low = max(0, index - reach)
            let high = min(windows.count - 1, index + reach)
            return contamination(of: windows[index], around: windows[low...high])
        }
    }

    private func contamination(
        of window: HostWindow, around: ArraySlice<HostWindow>
    ) -> Contamination? {
        let time = around.reduce(0) { $0 + Double($1.length) }
        guard time > 0 else { return nil }
        func share(_ part: KeyPath<HostWindow, UInt64>) -> Double {
            around.reduce(0) { $0 + Double($1[keyPath: part]) } / time
        }
        if share(\.steal) > stealShare { return .steal }
        if subjectPriority == 0, share(\.foreign) > foreignShare, share(\.idle) < spareProcessors {
            return .foreign
        }
        let explained = window.own.addingReportingOverflow(wakeUpError)
        return !explained.overflow && lateness(in: window) > explained.partialValue ? .wakeUp : nil
    }

    /// How late a subject's thread woke at worst, as far as the canaries can tell.
    private func lateness(in window: HostWindow) -> UInt64 {
        subjectPriority == 0
            ? window.wakeUpError : window.subjectWakeUpError ?? window.wakeUpError
    }

    /// How much time the host can have taken from one subject in a window: what others used, what
    /// the hypervisor took and how late the canary woke, and never more than the window.
    func takenAtMost(in window: HostWindow) -> UInt64 {
        let foreign = subjectPriority == 0 ? window.foreign : 0
        let parts = [foreign, window.steal, lateness(in: window)].reduce(UInt64(0)) { sum, part in
            let (total, overflow) = sum.addingReportingOverflow(part)
            return overflow ? .max : total
        }
        return min(window.length, parts)
    }

    /// The same where lateness and what made it are one loss.
    func takenOnceAtMost(in window: HostWindow) -> UInt64 {
        let foreign = subjectPriority == 0 ? window.foreign : 0
        let (gone, overflow) = foreign.addingReportingOverflow(window.steal)
        return min(window.length, max(overflow ? .max : gone, lateness(in: window)))
    }
}
