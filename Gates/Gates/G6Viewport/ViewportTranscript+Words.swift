internal import GateKit

extension ViewportTranscript {
    /// What the editor said of a picture when it had read or presented it.
    struct Word: Equatable {
        /// The low 32 bits of what the picture is called.
        let frame: UInt32
        /// When it was said.
        let time: UInt64
        /// How old the picture was then, or a moment before; nil where that is not known.
        let age: UInt64?
        /// Whether it had been presented, and not only read.
        let isPresented: Bool
        /// Whether its rows name another picture, or none.
        let isMisnamed: Bool
    }

    /// Where what the stubs say of times and names cannot be: the order in which things happened in
    /// one process bounds every time that it reports, whatever the host does to it
    /// (credibility.md#independence).
    var contradictions: [String] {
        impossibleCompletions + impossibleAges
            + [true, false].filter(saysNoAge).map {
                "most pictures were 0 ns old when they were \($0 ? "presented" : "read")"
            }
            + words.filter(\.isMisnamed).map {
                "picture \($0.frame) was read with rows that do not name it"
            }
    }

    /// Whether most of what the editor said at a place are ages of 0: no picture gets there in no
    /// time, and the judge's own clock tells moments apart that are as close as that.
    func saysNoAge(isPresented: Bool) -> Bool {
        let ages = words.lazy.filter { $0.isPresented == isPresented }.compactMap(\.age)
        let zeros = ages.count { $0 == 0 }
        return zeros >= 10 && 2 * zeros > ages.count
    }

    /// A picture is complete after the one before was reported, and before it is reported itself.
    private var impossibleCompletions: [String] {
        zip(published, reported).enumerated().compactMap { index, publication in
            let (picture, said) = publication
            let earliest = index > 0 ? reported[index - 1] : 0
            guard picture.done < earliest || picture.done > said else { return nil }
            return "picture \(picture.frame) was complete at \(picture.done) by the runtime, which "
                + "reported it at \(said) and the one before at \(earliest)"
        }
    }

    /// A picture is taken after the one before was reported and before it is reported itself, and
    /// presented between the reports of its reading and of its presentation.
    private var impossibleAges: [String] {
        var lastRead: UInt64 = 0
        var readAt: [UInt32: UInt64] = [:]
        return words.compactMap { word in
            let earliest = word.isPresented ? readAt[word.frame] ?? 0 : lastRead
            if !word.isPresented {
                lastRead = word.time
                readAt[word.frame] = word.time
            }
            let completions = completions(of: word.frame)
            guard let age = word.age, !completions.isEmpty else { return nil }
            let isPossible = completions.contains { done in
                (earliest...max(earliest, word.time)).contains(done &+ age)
                    // What claims to come from the future has the age 0.
                    || age == 0 && done <= word.time
            }
            guard !isPossible else { return nil }
            return "picture \(word.frame) was \(age) ns old when it was "
                + "\(word.isPresented ? "presented" : "read"), by the editor at \(word.time)"
        }
    }
}

extension ViewportTranscript {
    /// What a window on a screen of the judge's must not do, where nobody touches it: make its
    /// swapchain anew, lose its device, or count other pictures than it reported.
    var restlessness: [String] {
        let reported = UInt64(words.count(where: \.isPresented))
        let presented = tally["presented"] ?? reported
        return [
            ("recreated", "swapchains were made anew", 2), ("devices_lost", "devices were lost", 0),
        ].compactMap { name, what, most in
            (tally[name] ?? 0) > most ? "\(tally[name] ?? 0) \(what)" : nil
        }
            + (reported <= presented && presented - reported <= 2
                ? [] : ["\(presented) pictures were presented by count and \(reported) by events"])
    }
}

extension ViewportTranscript {
    // MARK: - Reading

    /// Returns how old each picture was when the editor took it out of the region, by its word, which
    /// ``contradictions`` bounds.
    func agesWhenRead(in window: TimeSpan) -> [TimedValue] {
        guard !saysNoAge(isPresented: false) else { return [] }
        return words.filter { !$0.isPresented && window.holds($0.time) }.compactMap { word in
            word.age.map { age in
                TimedValue(
                    value: Double(max(1, age)),
                    span: TimeSpan(start: word.time - min(word.time, age), end: word.time))
            }
        }
    }

    // MARK: - Beat

    /// Returns how far each publication lies from a beat of 60 a second, of all beats the one that
    /// fits best, in each period of a window.
    ///
    /// A runtime that draws on absolute deadlines stays on one beat, whatever the host delays now and
    /// then; one that is slow or fast by a hundredth drifts over all of it.
    func beat(in window: TimeSpan, seconds: Int) -> [TimedValue] {
        let length = UInt64(max(1, seconds)) * 1_000_000_000
        var values: [TimedValue] = []
        var start = window.start
        while start + length <= window.end {
            let period = TimeSpan(start: start, end: start + length)
            // More than a beat has are a burst, which has its own check.
            let moments = published.lazy.map(\.done).filter(period.holds).prefix(
                100 * max(1, seconds))
            values += zip(moments, Self.distances(Array(moments), since: start)).map {
                moment, distance in
                TimedValue(
                    // A subject's word that is exactly on the beat is no clock that is too coarse.
                    value: max(1, distance),
                    span: TimeSpan(start: moment - min(moment, 16_666_667), end: moment))
            }
            start += length
        }
        return values
    }

    /// Returns how far, in nanoseconds, moments lie from the beat that goes through one of them and
    /// has half of them nearest.
    static func distances(_ moments: [UInt64], since start: UInt64) -> [Double] {
        let period = 1e9 / 60
        let phases = moments.map {
            Double($0 - start).truncatingRemainder(dividingBy: period)
        }
        func distances(from phase: Double) -> [Double] {
            phases.map { other in
                let distance = abs(other - phase)
                return min(distance, period - distance)
            }
        }
        let best = phases.map { phase -> (phase: Double, middle: Double) in
            let sorted = distances(from: phase).sorted()
            return (phase, sorted[sorted.count / 2])
        }.min { $0.middle < $1.middle }
        return best.map { distances(from: $0.phase) } ?? []
    }
}

extension ViewportTranscript {
    // MARK: - Bursts

    /// Returns the most publications within a tenth of a second.
    ///
    /// At 60 a second on absolute deadlines there are six, one that a host has delayed, and the one that
    /// is drawn at once after it: what was missed is not made up for.
    var mostInATenth: Int {
        let moments = published.map(\.done).sorted()
        var first = 0
        var most = 0
        for (index, moment) in moments.enumerated() {
            while moment - moments[first] >= 100_000_000 { first += 1 }
            most = max(most, index - first + 1)
        }
        return most
    }
}

extension ViewportTranscript {
    // MARK: - Fixed rules

    /// What became of the pictures that were published within a window: 1 for each rule by which
    /// every n-th picture is lost, or late, on its way to the screen, 0 without any.
    ///
    /// A host takes what it takes at times of its own; it does not find every 30th picture.
    ///
    /// - Parameter isScreenFast: Whether the screen is so much faster than 60 Hz that it loses none by
    ///   a beat of its own; else only what is published is looked at.
    func fixedRules(in window: TimeSpan, isScreenFast: Bool = true) -> [String] {
        let numbers = published.filter { window.holds($0.done) }.map { Int($0.frame) }
        guard let first = numbers.first, let last = numbers.last, first < last else { return [] }
        let range = first...last
        // Numbers that jump leave nothing to look for a rule in, and a healthy runtime draws most.
        guard range.count <= Self.mostNumbers * numbers.count, range.count <= Self.longest else {
            return ["\(numbers.count) pictures are numbered from \(first) to \(last)"]
        }
        let shown = Set(composited.compactMap(\.frame).map(Int.init))
        let presented = Set(words.filter(\.isPresented).map { Int($0.frame) })
        let ages = agesByFrame(in: window)
        let middle = ages.values.sorted()[safe: ages.count / 2] ?? 0
        let late = ages.filter { $0.value > middle + 14_000_000 }.map { Int($0.key) }
        let ticks = published.filter { window.holds($0.done) }.map { publication in
            Int((Double(publication.done - window.start) * 60 / 1e9).rounded())
        }
        var rules: [String] = []
        func look(_ marked: Set<Int>, _ range: ClosedRange<Int>, _ what: String) {
            guard let rule = FixedRule.find(marked, in: range) else { return }
            rules.append("every \(rule.every)th picture \(what), \(rule.count) in a row")
        }
        if isScreenFast {
            look(Set(range).subtracting(presented), range, "is not presented")
            look(Set(range).subtracting(shown).union(late), range, "is not shown, or late")
        }
        if let start = ticks.first, let end = ticks.last, start < end {
            look(Set(start...end).subtracting(ticks), start...end, "is not published")
        }
        return rules
    }

    /// Numbers a picture that is published, at most.
    private static let mostNumbers = 10
    /// Numbers of a window, at most: an hour's.
    private static let longest = 250_000

    private func agesByFrame(in window: TimeSpan) -> [UInt32: Double] {
        var ages: [UInt32: Double] = [:]
        for sight in composited where window.holds(sight.time) {
            guard let frame = sight.frame, ages[frame] == nil,
                let done = completion(of: frame, before: sight.time)
            else { continue }
            ages[frame] = Double(sight.time - done)
        }
        return ages
    }
}

/// Whether something happens to every n-th of numbers that follow each other, and to few others.
enum FixedRule {
    /// The rules that are looked for: what happens more often, the rate tells, and a quota of the
    /// system's comes about as often as every sixth picture; what happens less often, too few
    /// numbers of a short window could show.
    static let periods = 13...50
    /// The fewest numbers that make a rule.
    static let fewest = 6

    /// Returns the rule that explains at least half of the marked numbers; nil without one.
    static func find(_ marked: Set<Int>, in range: ClosedRange<Int>) -> (every: Int, count: Int)? {
        guard marked.count >= fewest else { return nil }
        for period in periods {
            for residue in 0..<period {
                let first = range.lowerBound + residue
                guard first <= range.upperBound else { break }
                let members = stride(from: first, through: range.upperBound, by: period)
                let count = members.reduce(0) { $0 + (marked.contains($1) ? 1 : 0) }
                let all = (range.upperBound - first) / period + 1
                if count == all, count >= fewest, 2 * count >= marked.count {
                    return (period, count)
                }
            }
        }
        return nil
    }
}

extension Array {
    /// The element at an index; nil where there is none.
    fileprivate subscript(safe index: Int) -> Element? {
        indices.contains(index) ? self[index] : nil
    }
}
