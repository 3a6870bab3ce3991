internal import Foundation
internal import WeldPlatform

/// A program of the system that an attempt needs.
struct Tool {
    /// Its whole path.
    let path: String

    /// Finds it in PATH; throws the sentence that names its package.
    init(_ name: String, package: String) throws(ViewportFault) {
        let folders = (ProcessEnvironment.value(of: "PATH") ?? "/usr/bin:/bin").split(
            separator: ":")
        let found = folders.map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        guard let found else {
            throw .precondition("\(name) is missing: install the package \(package)")
        }
        path = found
    }

    /// Returns the first line that the program writes when it is asked; nil where it does not
    /// answer within 5 s.
    func firstLine(_ arguments: [String]) -> String? {
        guard let pipe = try? PipeEnds(),
            var process = try? ChildProcess.spawn(
                path: path, arguments: arguments,
                inheriting: [InheritedDescriptor(pipe.writeEnd.rawValue, as: 1)])
        else { return nil }
        guard case .exited? = try? process.wait(until: .after(.seconds(5))) else { return nil }
        try? pipe.readEnd.setNonBlocking()
        let buffer = OwnedBytes(count: 4096)
        guard let count = buffer.read(last: 4096, from: pipe.readEnd), count > 0 else { return nil }
        let bytes = (0..<count).map { buffer[$0] }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.split(separator: "\n").first.map(String.init)
    }
}
