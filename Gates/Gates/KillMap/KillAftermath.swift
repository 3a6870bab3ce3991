internal import GateHost
internal import GateKit
internal import WeldContract

/// What was seen after a kill: all that a point is judged by.
struct KillAftermath {
    /// A process of the other side, and how it ended.
    struct Survivor {
        /// For sentences, such as `the runtime (pid 7)`.
        let name: String
        /// How it ended.
        let status: ProcessStatus
        /// How it should have ended.
        let documented: ProcessStatus
        /// From the kill to its end, in nanoseconds.
        let nanoseconds: UInt64
        /// Within which it must have ended, in nanoseconds; nil where nothing is documented.
        var limit: UInt64?
    }

    /// The next editor in the same directory.
    struct NextStart {
        /// Whether it listened, and its runtime answered.
        var served = true
        /// How it ended after SIGTERM.
        var status: ProcessStatus = .exited(.clean)
        /// What it did not sweep, or left itself.
        var left: [String] = []
    }

    /// Times from the kill that are documented, in nanoseconds.
    struct Delay {
        /// What it is, such as `the editor's word`.
        let what: String
        /// The time; nil where it never came.
        let nanoseconds: UInt64?
        /// Below which it must be.
        let limit: UInt64
        /// The series of G4 that it belongs to.
        let metric: String
    }

    /// Whether the editor was to go on with another runtime.
    var isRecovery = false
    /// What was measured of a survivor that lives on.
    var delays: [Delay] = []
    /// Who ended, or should have.
    var survivors: [Survivor] = []
    /// What had to be ended by force.
    var unended: [String] = []
    /// Files and shared memory that nobody may leave.
    var left: [String] = []
    /// What the next start came to.
    var next = NextStart()
    /// What the judge itself saw go wrong, such as lost events.
    var complaints: [String] = []
    /// Those of them that are the subjects' own.
    var breaches: [Violation] = []
}

extension KillAftermath {
    /// What a kill comes to: what a wait can explain is only late.
    struct Judgement: Equatable {
        var outcome: KillOutcome
        /// Whether something was waited for in vain, and did not only come too late.
        var isHang = false
        var nanoseconds: UInt64?
        var left: [String]
        var deviations: [String]
    }

    /// Judges what was seen; pure.
    var judgement: Judgement {
        var hung = unended.map { "\($0) had to be killed" }
        var late: [String] = []
        var wrong: [String] = complaints
        for delay in delays {
            guard let time = delay.nanoseconds else {
                hung.append("\(delay.what) never came")
                continue
            }
            if time >= delay.limit {
                late.append("\(delay.what) after \(time.ms), documented below \(delay.limit.ms)")
            }
        }
        for survivor in survivors {
            if survivor.status == .running {
                hung.append("\(survivor.name) had not ended after \(survivor.nanoseconds.ms)")
            } else if survivor.status != survivor.documented {
                wrong.append(
                    "\(survivor.name) \(survivor.status), documented \(survivor.documented)")
            } else if let limit = survivor.limit, survivor.nanoseconds >= limit {
                late.append(
                    "\(survivor.name) ended after \(survivor.nanoseconds.ms), documented below "
                        + limit.ms)
            }
        }
        // What is killed by the judge cannot clean up behind itself.
        let remains = hung.isEmpty ? left + next.left : []
        wrong += remains.map { "left: \($0)" }
        if !next.served {
            hung.append("the next editor did not serve")
        } else if next.status == .running {
            hung.append("the next editor did not end")
        } else if next.status != .exited(.clean) {
            wrong.append("the next editor \(next.status)")
        }
        let time = isRecovery ? delays.compactMap(\.nanoseconds).max() : survivors.longest
        return Judgement(
            outcome: !wrong.isEmpty ? .deviated : hung.isEmpty && late.isEmpty ? good : .late,
            isHang: !hung.isEmpty, nanoseconds: time, left: remains,
            deviations: wrong + hung + late)
    }

    /// What it comes to where all is as documented.
    private var good: KillOutcome { isRecovery ? .recovered : .ended }
}

extension [KillAftermath.Survivor] {
    fileprivate var longest: UInt64? { map(\.nanoseconds).max() }
}

extension UInt64 {
    /// Nanoseconds as milliseconds for a sentence, such as `12.3 ms`.
    fileprivate var ms: String {
        let tenths = (self + 50_000) / 100_000
        return "\(tenths / 10).\(tenths % 10) ms"
    }
}
