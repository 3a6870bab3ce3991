internal import GateHost
internal import GateKit
internal import WeldContract

/// The codes with which a stub ends, as literals of the judge's: a code that is wrong in the contract
/// that both share would be wrong for both (contract.md#exit-codes, credibility.md#independence).
extension ExitCode {
    /// The number on the page.
    var documented: Int32 {
        switch self {
        case .clean: 0
        case .arguments: 10
        case .connection: 11
        case .handshake: 12
        case .region: 13
        case .protocolError: 14
        case .peerDiedTwice: 15
        case .watchdog: 16
        case .display: 17
        case .neededTerminate: 18
        case .neededKill: 19
        }
    }

    /// The code with that number on the page; nil where the page has none.
    init?(documented number: Int32) {
        guard let code = Self.allCases.first(where: { $0.documented == number }) else {
            return nil
        }
        self = code
    }
}

extension ProcessStatus {
    /// An exit with one of the documented codes.
    static func exited(_ code: ExitCode) -> ProcessStatus { .exited(code: code.documented) }
}
