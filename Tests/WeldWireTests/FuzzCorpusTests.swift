import FuzzWire
import Testing

@Suite("Inputs that coverage-guided search found worth keeping")
struct FuzzCorpusTests {
    @Test("the decoder agrees with the oracle on all of them")
    func decoder() throws {
        let inputs = try FuzzCorpus.inputs(of: "decoder")
        #expect(inputs.count >= 20)
        for input in inputs {
            #expect(DecoderBody.complaint(about: input.bytes) == nil, "\(input.name)")
        }
    }

    @Test("the handshakes and the rules of a session agree with their model on all of them")
    func handshake() throws {
        let inputs = try FuzzCorpus.inputs(of: "handshake")
        #expect(inputs.count >= 9)
        for input in inputs {
            #expect(HandshakeBody.complaint(about: input.bytes) == nil, "\(input.name)")
        }
    }
}
