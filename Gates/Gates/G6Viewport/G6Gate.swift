internal import GateKit
internal import WeldContract

/// G6 · the viewport: whether pixels cross the border at 60 Hz without a tear and without age.
///
/// Judged at three places: what the editor read, what the GPU presented, what the compositor
/// showed; `ViewportProcedure` takes the samples (gates.md#g6).
enum G6Gate {
    static let declaration = GateDeclaration(
        id: .g6, question: "Do pixels cross the border without a tear and without age?",
        headlineCheck: "g6.age")

    static let controlAttempts: [ControlAttempt] = [
        [Control(.twoSlotAdversary)],
        // Where the device reads the region in place, the fault is in the region too.
        .long(
            Control(.tornPresent, also: ["g6.torn-presented", "g6.region"]),
            Control(
                .tornPresent, violates: "g6.torn-presented",
                also: ["g6.torn-composited", "g6.region"])),
        .long(
            Control(
                .freeze, for: .milliseconds(120), also: ["g6.rate-runtime", "g6.rate-editor"])),
        .long(
            Control(
                .freeze, for: .milliseconds(300), also: ["g6.rate-runtime", "g6.rate-editor"])),
        // A reader that missed pictures in between meets the number that it read last again, and a
        // number that is never used is a picture that was never shown.
        .long(Control(.frameBackwards, also: ["g6.repeated", "g6.fixed-rule"])),
        .long(Control(.halfRate, also: ["g6.rate-editor"])),
        .long(Control(.syncHazard)),
        .long(
            Control(.leakPerPicture), Control(.leakDescriptorPerPicture), Control(.clearAlpha),
            Control(.noReadBack), Control(.repeatPicture), Control(.leaveOut),
            Control(.lateLook, for: .milliseconds(6), violates: "g6.age-presented-p50")),
        .long(
            Control(.lateLook, for: .milliseconds(15), violates: "g6.age-presented-p50"),
            Control(.wrongPixel, also: ["g6.region"]), Control(.slowPace, for: .milliseconds(16))),
        .long(Control(.halfShown)),
        .long(
            Control(.slowPresent, for: .milliseconds(120), also: ["g6.age", "g6.rate-editor"])),
        .long(
            Control(.slowPresent, for: .milliseconds(300), also: ["g6.age", "g6.rate-editor"])),
        .long(
            Control(.tornPresent, violates: "g6.draw-torn"),
            Control(.freeze, for: .milliseconds(300), violates: "g6.draw-age")),
        .long(Control(.twoSlotAdversary, violates: "g6.two-slot")),
        .long(Control(.lateLook, for: .microseconds(2400))),
        .long(Control(.lateLook, for: .milliseconds(6)), Control(.makeUp)),
        .long(Control(.busyLook)),
        .long(Control(.ignoreResize)),
        .long(Control(.returnSlotEarly)),
        .long(Control(.ignoreClose)),
        .full(Control(.tornPresent, violates: "g6.1080-torn", also: ["g6.region"])),
        .full(Control(.tornPresent, violates: "g6.2160-torn", also: ["g6.region"])),
    ]

    /// What an attempt is judged by.
    static func checks(_ length: ViewportLength) -> [Check] {
        let pictures = length.fewestPictures
        let periods = max(1, length.window / length.ratePeriod)
        return torn(pictures) + ages(pictures) + rates(periods) + steadiness(length)
            + independent(length) + [
                .none(
                    "g6.validation", gate: .g6,
                    "messages of the validation layer, by the judge's ear",
                    metric: ViewportMetric.validation, tier: .own),
                .none(
                    "g6.repeated", gate: .g6, "pictures read twice as new",
                    metric: ViewportMetric.repeated, tier: .own, trials: pictures),
                .none(
                    "g6.backwards", gate: .g6, "pictures older than the one before",
                    metric: ViewportMetric.backwards, tier: .own, trials: pictures),
            ]
    }

    /// What is asked of the pace, by the pictures' times alone.
    private static func steadiness(_ length: ViewportLength) -> [Check] {
        // A session's compositor may take pictures as slowly as they come: then each waits for it.
        let prompt: [Check] =
            length.isSession
            ? []
            : [
                Check(
                    "g6.age-presented-p50", gate: .g6, "age of the picture when it is presented",
                    metric: ViewportMetric.agePresented, .percentile(0.5), unit: .nanoseconds,
                    .below, 5 * milliseconds, tier: .ambition,
                    fewestSamples: length.fewestPictures)
            ]
        return prompt + [
            Check(
                "g6.pace", gate: .g6, "distance of a publication from a beat of 60 a second",
                metric: ViewportMetric.beat, .percentile(0.5), unit: .nanoseconds, .below,
                2 * milliseconds, tier: .own, fewestSamples: length.fewestPictures),
            Check(
                "g6.burst", gate: .g6, "pictures published within a tenth of a second",
                metric: ViewportMetric.burst, .maximum, unit: .count, .atMost, 9, tier: .own),
            .none(
                "g6.fixed-rule", gate: .g6, "rules by which every n-th picture is lost or late",
                metric: ViewportMetric.fixedRules, tier: .own),
        ]
    }

    /// What the judge sees for itself, and no host can cause.
    private static func independent(_ length: ViewportLength) -> [Check] {
        let checks: [Check] = [
            .none(
                "g6.pixels", gate: .g6,
                "pictures with a wrong pixel, as presented and as shown",
                metric: ViewportMetric.pixels, tier: .own, trials: length.fewestPictures),
            .none(
                "g6.region", gate: .g6,
                "faults of the shared region and of pictures in it, by the judge's own look",
                metric: ViewportMetric.region, tier: .own, trials: length.fewestLooks),
            Check(
                "g6.memory", gate: .g6, "bytes that a stub gains with every picture",
                metric: ViewportMetric.memory, .maximum, unit: .bytes, .atMost, 64, tier: .own,
                fewestSamples: 2),
            Check(
                "g6.held", gate: .g6, "descriptors and threads that a stub gains",
                metric: ViewportMetric.held, .maximum, unit: .count, .atMost, 1, tier: .own,
                fewestSamples: 2),
        ]
        guard !length.isSession else { return checks }
        return checks + [
            .none(
                "g6.read-back", gate: .g6, "presented pictures that were not read back",
                metric: ViewportMetric.missing, tier: .own, trials: length.fewestReadBacks),
            .none(
                "g6.gestures", gate: .g6,
                "gestures of a user that the window does not follow: another size, out of sight, "
                    + "its end",
                metric: ViewportMetric.gestures, tier: .own, trials: 3, nature: .timing),
        ]
    }

    /// What is asked of the two protocols without a window.
    static func protocolChecks(_ length: ViewportLength) -> [Check] {
        [
            Check(
                "g6.read-age", gate: .g6,
                "age of a picture when an editor without a window reads it",
                metric: ViewportMetric.readAge, .percentile(0.5), unit: .nanoseconds, .below,
                2 * milliseconds, tier: .own,
                fewestSamples: Int(
                    length.threeSlots * Double(ViewportLength.fewestSamplesPerSecond))),
            Check(
                "g6.busy", gate: .g6, "part of a processor that a stub without a window uses",
                metric: ViewportMetric.busy, .maximum, unit: .ratio, .atMost, 0.75, tier: .own,
                fewestSamples: 2, nature: .timing),
            .none(
                "g6.two-slot", gate: .g6, "torn pictures, two slots at 60 Hz",
                metric: ViewportMetric.twoSlots, tier: .own,
                trials: length.twoSlots * ViewportLength.fewestSamplesPerSecond),
            .none(
                "g6.adversary", gate: .g6, "torn pictures, three slots under the adversary",
                metric: ViewportMetric.adversary, tier: .ambition,
                trials: length.adversary * 20),
        ]
    }

    /// What is asked of the host, by a presenter of the judge's own.
    static let capacityChecks = [
        Check.capacity(
            "g6.capacity-shown", .g6,
            asks: "age of a picture of the judge's own presenter when it is first shown",
            of: CapacityMetric.viewportShown, .percentile(0.5), below: 12),
        Check(
            "g6.capacity-rate", gate: .g6, "pictures a second of the judge's own presenter, shown",
            metric: CapacityMetric.viewportRate, .minimum, unit: .perSecond, .atLeast,
            Double(ViewportLength.fewestPicturesPerSecond), tier: .capacity),
        Check(
            "g6.capacity-age", gate: .g6,
            "age of a picture of the judge's own presenter when it is replaced",
            metric: CapacityMetric.viewportAge, .maximum, unit: .nanoseconds, .atMost,
            100 * milliseconds, tier: .capacity),
    ]

    /// Without these a GO means nothing.
    static func milestones(_ length: ViewportLength) -> [Milestone] {
        func milestone(
            _ name: String, title: String, of metric: String, atLeast count: Int
        ) -> Milestone {
            Milestone("g6.\(name)", gate: .g6, title, metric: metric, atLeast: count)
        }
        let fewest = ViewportLength.fewestSamplesPerSecond
        // A session's compositor is the user's, and does not die.
        let lateDevice =
            length.isSession
            ? []
            : [
                milestone(
                    "overtaken",
                    title: "a picture was overtaken while a late device had not read it",
                    of: ViewportMetric.overtaken, atLeast: LastWindow.fewestOvertaken)
            ]
        return [
            milestone(
                "shown", title: "\(fewest) different pictures a second were really shown",
                of: ViewportMetric.shown, atLeast: length.fewestPictures),
            milestone(
                "read-back",
                title:
                    "\(PartLength.fewestPerSecond) presented pictures a second were read back by the "
                    + "judge", of: ViewportMetric.readBack,
                atLeast: PartLength.fewestPerSecond * length.window),
            milestone(
                "layer", title: "the validation layer spoke, synchronization included",
                of: ViewportMetric.layer, atLeast: 1),
            milestone(
                "moving", title: "a second in which both ends and the compositor moved",
                of: ViewportMetric.seconds, atLeast: length.window),
            milestone(
                "stops", title: "a side was stopped for 40 ms under the adversary",
                of: ViewportMetric.stops, atLeast: 1),
            milestone(
                "watched-calls",
                title: "a window whose presentations the judge's own layer watched",
                of: ViewportMetric.watchedCalls, atLeast: length.isSession ? 1 : 2),
        ] + lateDevice
    }

    /// The contract's minute.
    static let contractLength = ContractLength(
        gate: .g6, "seconds of moving pictures", metric: ViewportMetric.seconds, samples: 60)

    private static func torn(_ pictures: Int) -> [Check] {
        [
            ("shared", "torn pictures in shared memory", ViewportMetric.tornShared),
            ("presented", "torn pictures presented by the GPU", ViewportMetric.tornPresented),
            ("composited", "torn pictures shown by the compositor", ViewportMetric.tornComposited),
        ].map { name, question, metric in
            .none(
                "g6.torn-\(name)", gate: .g6, question, metric: metric, tier: .contract,
                trials: pictures)
        }
    }

    private static func ages(_ pictures: Int) -> [Check] {
        func oldest(_ name: String, asks question: String, of metric: String) -> Check {
            Check(
                "g6.\(name)", gate: .g6, question, metric: metric, .maximum, unit: .nanoseconds,
                .atMost, 100 * milliseconds, tier: .contract, fewestSamples: pictures)
        }
        return [
            oldest(
                "age", asks: "age of the shown picture when it is replaced",
                of: ViewportMetric.age),
            oldest(
                "age-presented", asks: "age of the picture when it is presented",
                of: ViewportMetric.agePresented),
            Check(
                "g6.age-shown-p50", gate: .g6, "age of the picture when it is first shown",
                metric: ViewportMetric.ageShown, .percentile(0.5), unit: .nanoseconds, .below,
                12 * milliseconds, tier: .ambition),
            Check(
                "g6.age-shown-p99", gate: .g6, "age of the picture when it is first shown",
                metric: ViewportMetric.ageShown, .percentile(0.99), unit: .nanoseconds, .below,
                34 * milliseconds, tier: .ambition),
            Check(
                "g6.age-shown-p99-24-ms", gate: .g6, "age of the picture when it is first shown",
                metric: ViewportMetric.ageShown, .percentile(0.99), unit: .nanoseconds, .below,
                24 * milliseconds, tier: .ambition),
            Check(
                "g6.age-50-ms", gate: .g6, "age of the shown picture when it is replaced",
                metric: ViewportMetric.age, .maximum, unit: .nanoseconds, .atMost,
                50 * milliseconds, tier: .ambition),
        ]
    }

    private static func rates(_ periods: Int) -> [Check] {
        [
            ("runtime", "published by the runtime", ViewportMetric.offRuntime),
            ("editor", "presented by the editor", ViewportMetric.offEditor),
        ].flatMap { name, what, metric in
            [("", 3.0, Tier.contract), ("-1-percent", 0.6, .ambition)].map { suffix, limit, tier in
                Check(
                    "g6.rate-\(name)\(suffix)", gate: .g6,
                    "pictures a second \(what), off 60", metric: metric, .maximum,
                    unit: .perSecond, .atMost, limit, tier: tier, fewestSamples: periods,
                    nominal: 60)
            }
        }
    }
}

/// What is asked of the parts beside the contract's window.
extension G6Gate {
    /// What the milestone's pipeline and larger pictures are judged by.
    static func partChecks(_ parts: PartLength) -> [Check] {
        let pictures = PartLength.fewestPerSecond * parts.draw
        let draw: [Check] = [
            .none(
                "g6.draw-torn", gate: .g6, "torn pictures of the pipeline that draws, at any place",
                metric: ViewportMetric.drawTorn, tier: .own, trials: 3 * pictures),
            Check(
                "g6.draw-age", gate: .g6, "age of a drawn picture when it is replaced",
                metric: ViewportMetric.drawAge, .maximum, unit: .nanoseconds, .atMost,
                100 * milliseconds, tier: .own, fewestSamples: pictures),
        ]
        guard parts.large > 0 else { return draw }
        return draw + PartLength.sizes.flatMap { large($0.height, parts.large) }
    }

    /// Without these a GO of the parts means nothing.
    static func partMilestones(_ parts: PartLength) -> [Milestone] {
        [
            Milestone(
                "g6.draw", gate: .g6,
                "\(PartLength.fewestPerSecond) different pictures a second were shown by drawing "
                    + "them from staging memory",
                metric: ViewportMetric.drawShown, atLeast: PartLength.fewestPerSecond * parts.draw)
        ]
    }

    /// A driver in software may not carry the rate: tears decide, times do not.
    private static func large(_ height: Int, _ seconds: Int) -> [Check] {
        let pictures = PartLength.fewestLargePerSecond * seconds
        return [
            .none(
                "g6.\(height)-torn", gate: .g6, "torn pictures of \(height) rows, at any place",
                metric: ViewportMetric.largeTorn(height), tier: .own, trials: 3 * pictures),
            Check(
                "g6.\(height)-age", gate: .g6,
                "age of a picture of \(height) rows when it is replaced",
                metric: ViewportMetric.largeAge(height), .maximum, unit: .nanoseconds, .atMost,
                100 * milliseconds, tier: .ambition, fewestSamples: pictures),
            Check(
                "g6.\(height)-rate-editor", gate: .g6,
                "pictures of \(height) rows a second presented by the editor, off 60",
                metric: ViewportMetric.largeOff(height), .maximum, unit: .perSecond, .atMost, 3,
                tier: .ambition, nominal: 60),
        ]
    }
}
