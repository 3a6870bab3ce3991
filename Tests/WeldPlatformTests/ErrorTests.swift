import Glibc
import Testing

@testable import WeldPlatform

@Suite("Errors of the system")
struct ErrorTests {
    @Test("every kind has a code of the system that is of that kind")
    func everyKind() {
        var codes: Set<Int32> = []
        for kind in SystemError.Kind.allCases {
            let error = SystemError(kind: kind, operation: "try")
            #expect(error.kind == kind)
            codes.insert(error.code)
        }
        #expect(codes.count == SystemError.Kind.allCases.count)
    }

    @Test(
        "codes that callers treat alike are of one kind",
        arguments: [
            (EPERM, .permission), (EACCES, .permission), (ENOENT, .notFound), (ESRCH, .notFound),
            (EMFILE, .tooManyDescriptors), (ENFILE, .tooManyDescriptors), (ENOMEM, .noSpace),
            (ENOSPC, .noSpace), (EAGAIN, .again), (ETIMEDOUT, .timedOut), (0, .other), (-5, .other),
        ] as [(Int32, SystemError.Kind)])
    func alike(code: Int32, kind: SystemError.Kind) {
        #expect(SystemError(code: code, operation: "try").kind == kind)
    }

    @Test("an error says what failed, on what, and with which code")
    func sentence() {
        let error = SystemError(code: ENOENT, operation: "connect", path: "/nowhere")
        #expect(error.description == "connect /nowhere: No such file or directory (errno 2)")
        #expect(SystemError(code: EPIPE, operation: "send").description.hasPrefix("send: "))
    }
}
