internal import WeldContract
internal import WeldPlatform

/// What the end of a sanitized stub means for the ambition.
struct SanitizedEnding: Equatable {
    /// How many crashes it counts for; nil where it does not decide.
    var crashes: Int?
    /// The same in words.
    var sentence: String

    /// Decides.
    ///
    /// - Parameter status: How the process ended, or that it had not.
    /// - Parameter servedToTheEnd: Whether it still served when the campaign was over; any end
    ///   before is one that nobody asked for.
    /// - Parameter reports: How many reports the sanitizer wrote.
    init(_ status: ProcessStatus, servedToTheEnd: Bool, reports: Int) {
        if reports > 0 || status == .exited(code: SanitizerReports.exitCode) {
            (crashes, sentence) = (1, "the sanitizer reported a fault")
            return
        }
        switch status {
        case .signalled:
            (crashes, sentence) = (1, "a crash")
        case .exited where !servedToTheEnd:
            (crashes, sentence) = (1, "an end that nobody asked for")
        case .exited(code: ExitCode.clean.rawValue):
            (crashes, sentence) = (0, "no report")
        case .exited:
            // Slow as it is, it may have given up where it would not otherwise.
            (crashes, sentence) = (nil, "no report, but it did not leave as asked: undecided")
        case .running:
            (crashes, sentence) = (nil, "no report, but it stopped answering: undecided")
        }
    }
}
