/// Reduces a failing script to a small one that still fails.
///
/// Pure: whether a candidate fails is the caller's to say, and when to stop. It goes from coarse to
/// fine: whole runs of steps first (delta debugging), then the parts of what is left.
public struct Shrinker {
    /// Says whether a script still fails; the caller runs it.
    public typealias Trial = (FuzzScript) -> Bool

    private let fails: Trial
    private let isOver: () -> Bool
    private var best: FuzzScript

    /// Shrinks a script for which `fails` was just true.
    ///
    /// - Parameter isOver: Asked before every trial; true keeps what was reached.
    public static func shrink(
        _ script: FuzzScript, isOver: @escaping () -> Bool = { false },
        while fails: @escaping Trial
    ) -> FuzzScript {
        var shrinker = Shrinker(fails: fails, isOver: isOver, best: script)
        var before: FuzzScript
        repeat {
            before = shrinker.best
            shrinker.dropSteps()
            shrinker.simplifySteps()
        } while shrinker.best != before && !isOver()
        return shrinker.best
    }

    /// Tries a candidate with the oracle's expectation; keeps it if it fails too.
    private mutating func attempt(_ steps: [FuzzStep]) -> Bool {
        guard !isOver() else { return false }
        let candidate = FuzzScript(subject: best.subject, steps: steps).predicted()
        guard candidate != best, candidate.isReplayable, fails(candidate) else { return false }
        best = candidate
        return true
    }

    /// Leaves out runs of steps: halves first, single steps last.
    private mutating func dropSteps() {
        var size = max(1, best.steps.count / 2)
        while true {
            var start = 0
            while start < best.steps.count {
                var steps = best.steps
                let end = min(start + size, steps.count)
                // The frame of a connection stays: what is left must be one.
                let kept = steps[start..<end].filter(\.isFrameOfConnection)
                steps.replaceSubrange(start..<end, with: kept)
                if !attempt(steps) { start += size }
            }
            if size == 1 { return }
            size /= 2
        }
    }

    /// Makes each step as plain as it can be.
    private mutating func simplifySteps() {
        for index in best.steps.indices {
            for simpler in best.steps[index].simpler {
                var steps = best.steps
                steps[index] = simpler
                _ = attempt(steps)
            }
        }
    }
}

extension FuzzScript {
    /// Whether it can be run: a connection's frame is there and nothing ends the stub on purpose.
    var isReplayable: Bool {
        guard steps.first == .connect, case .expect(let expectation) = steps.last else {
            return false
        }
        return expectation != .exits
    }
}

extension FuzzStep {
    fileprivate var isFrameOfConnection: Bool {
        switch self {
        case .connect, .expect: true
        default: false
        }
    }

    /// The same step with less to it, from the boldest to the shyest.
    fileprivate var simpler: [FuzzStep] {
        switch self {
        case .frame(let frame):
            var zeroed = frame
            zeroed.body = [UInt8](repeating: 0, count: frame.body.count)
            var plain = frame
            plain.writing.chunks = []
            plain.writing.pause = 0
            plain.writing.isJoined = false
            var bare = plain
            bare.body = zeroed.body
            var single = plain
            single.writing.handles = min(1, frame.writing.handles)
            return [bare, plain, zeroed, single].filter { $0 != frame }.map { .frame($0) }
        case .bytes(let bytes, let writing) where bytes.count > 1 || writing != .init():
            return [.bytes(Array(bytes.prefix(bytes.count / 2 + 1)), .init())]
        case .pause(let time) where time > 1:
            return [.pause(time / 2)]
        default: return []
        }
    }
}
