import Foundation
public import GateKit

extension Preconditions {
    /// Returns what is wrong with stubs that are said to be built with the sanitizers; nil where
    /// nothing is.
    ///
    /// An ordinary stub in their place would be an ambition held for nothing.
    public static func fault(_ stubs: SanitizedStubs) -> HarnessFault? {
        for sanitizer in Sanitizer.allCases {
            for role in SubjectRole.allCases {
                if let text = complaint(stubs.path(role, sanitizer), sanitizer) {
                    let advice = "run CI/sanitized-stubs.sh \(stubs.directory)"
                    return HarnessFault(.precondition, "\(text); \(advice)")
                }
            }
        }
        return nil
    }

    private static func complaint(_ path: String, _ sanitizer: Sanitizer) -> String? {
        guard let facts = HostFile.facts(path) else { return "\(path) is missing" }
        guard facts.isRegular, facts.isExecutable else { return "\(path) cannot be executed" }
        let program = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        guard program?.range(of: Data(sanitizer.entryPoint.utf8)) != nil else {
            return "\(path) is not built with the \(sanitizer.rawValue) sanitizer"
        }
        return nil
    }
}
