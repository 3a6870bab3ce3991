import Foundation
import GateKit
import Testing

@testable import Gates

@Suite("The judge's slow device")
struct SlowDeviceLayerTests {
    private struct Manifest: Decodable {
        struct Layer: Decodable {
            let name: String
            let type: String
            let libraryPath: String
        }
        let fileFormatVersion: String
        let layer: Layer
    }

    @Test("The loader is told where the layer lies, and by what name it is asked for")
    func manifest() throws {
        let text = SlowDeviceLayer.description(of: "/b/slow-device-layer")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let manifest = try decoder.decode(Manifest.self, from: Data(text.utf8))
        #expect(manifest.layer.libraryPath == "/b/slow-device-layer")
        #expect(manifest.layer.name == "VK_LAYER_WELD_slow_device")
        #expect(manifest.layer.type == "GLOBAL")
    }

    @Test("The device is later than a window waits for its compositor, by several pictures")
    func delay() {
        #expect(Double(SlowDeviceLayer.delay) > 100 + 2 * 1000.0 / 60)
    }

    @Test("The part of its control is the last window")
    func stage() throws {
        let attempt = try #require(
            G6Gate.controlAttempts.first { $0.controls.contains { $0.name == "return-slot-early" } }
        )
        #expect(ControlStage(attempt.controls) == .slowDevice)
    }
}
