import Foundation
import GateHost
import GateKit
import Synchronization
import Testing
import WeldContract

import enum GateHost.Ledger

@testable import Gates

/// Whether this machine has the compositor that attempts start.
private let swayIsThere = (try? Tool("sway", package: "sway")) != nil

@Suite("The compositor of an attempt and its witness", .serialized, .enabled(if: swayIsThere))
struct CompositorTests {
    /// A private directory and a plan for it; removed afterwards.
    private final class Place {
        let run = "/tmp/weld-gates-test-\(UUID().uuidString.prefix(8))"
        var scratch: String { "\(run)/a1" }

        init() throws {
            for path in [run, scratch] {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o700])
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: run) }

        var plan: AttemptPlan {
            // The products stand beside the test bundle, from the same build.
            let own = (try? ProcessEnvironment.executablePath()) ?? ""
            let products = URL(fileURLWithPath: own).deletingLastPathComponent().path
            return AttemptPlan(
                procedure: "viewport", gates: [.g6], profile: .smoke, replicate: 0, seed: 1,
                scratchDirectory: scratch,
                editorPath: "\(products)/weld-editor",
                runtimePath: "", deadlineSeconds: 60)
        }
    }

    @Test("It is ready by the protocol, is watched, and leaves nothing")
    func readyAndGone() throws {
        let place = try Place()
        let compositor = try Compositor(place.plan)
        let events = try EventReader(recorder: Recorder { _ in })
        let observer = try ObserverProcess(
            place.plan, watching: compositor, framesDirectory: place.scratch, events: events)
        let socket = try observer.waitUntilReady(compositor, within: .seconds(20))
        #expect(socket.hasPrefix(place.scratch))
        #expect(compositor.version.hasPrefix("sway"))
        #expect(compositor.ended() == nil)
        guard
            case .observer(.compositorReady(_, let width, let height, _, _)) =
                events.events.first(where: { $0.kind == .compositorReady })?.event
        else {
            Issue.record("the observer did not say that the compositor is ready")
            return
        }
        #expect(width == 1280 && height == 720)
        try observer.finish()
        guard
            case .observer(.observed(_, let torn, _, _)) =
                events.events.last(where: { $0.kind == .observed })?.event
        else {
            Issue.record("the observer did not say what there was")
            return
        }
        #expect(torn == 0)
        compositor.takeDown()
        #expect(Ledger.files(under: place.run).filter { $0.kind != .file }.count == 1)
        #expect(!FileManager.default.fileExists(atPath: compositor.place))
        let left = Ledger.descendants(of: ProcessEnvironment.pid).filter {
            !$0.hasEnded && ["sway", "weld-observer", "setpriv"].contains($0.name)
        }
        #expect(left.isEmpty)
    }

    @Test("It takes commands where its owner says, and says which it does not know")
    func commands() throws {
        let place = try Place()
        let stage = try WindowStage(place.plan, recorder: Recorder { _ in })
        let path = try #require(stage.compositor.commandSocket)
        var channel = try SwayChannel(at: path)
        #expect(try channel.run("nop") == nil)
        #expect(try channel.run("frobnicate") != nil)
        #expect(try channel.run("[pid=1] kill") != nil)
        #expect(try channel.run("nop; nop") == nil)
        try stage.end()
    }

    @Test("A presenter of the judge's own is seen by the witness, whole, and goes again")
    func presenter() throws {
        let place = try Place()
        let messages = Mutex<[AttemptMessage]>([])
        let recorder = Recorder { message in messages.withLock { $0.append(message) } }
        let stage = try WindowStage(place.plan, recorder: recorder)
        try PresenterFloor(on: stage, place.plan, recorder: recorder).run()
        try stage.end()
        let metrics = messages.withLock { messages in
            messages.compactMap { message -> String? in
                if case .samples(let batch) = message { batch.metric } else { nil }
            }
        }
        #expect(
            Set(metrics) == [
                CapacityMetric.viewportRate, CapacityMetric.viewportAge,
                CapacityMetric.viewportShown,
            ])
        let seen = ViewportTranscript(stage.events.events).composited
        #expect(seen.contains { $0.frame != nil } && seen.last?.frame == nil)
        #expect(!seen.contains { $0.frame != nil && $0.isTorn })
        let left = Ledger.descendants(of: ProcessEnvironment.pid).filter {
            !$0.hasEnded && ["sway", "weld-observer", "setpriv"].contains($0.name)
        }
        #expect(left.isEmpty)
    }

    @Test("A compositor that nobody takes down goes with its owner")
    func dropped() throws {
        let place = try Place()
        var compositor: Compositor? = try Compositor(place.plan)
        let directory = compositor?.place ?? ""
        #expect(FileManager.default.fileExists(atPath: directory))
        compositor = nil
        #expect(!FileManager.default.fileExists(atPath: directory))
    }

    @Test("A compositor that dies at once is one sentence with its last words")
    func dead() throws {
        let place = try Place()
        let compositor = try Compositor(place.plan)
        let events = try EventReader(recorder: Recorder { _ in })
        let observer = try ObserverProcess(
            place.plan, watching: compositor, framesDirectory: place.scratch, events: events)
        compositor.kill()
        let fault = #expect(throws: ViewportFault.self) {
            _ = try observer.waitUntilReady(compositor, within: .seconds(20))
        }
        #expect(fault?.description.hasPrefix("the compositor ended") == true)
    }

    @Test("No session is a sentence that says what to do")
    func noSession() throws {
        var plan = try Place().plan
        plan.display = DisplayOptions(compositor: .session)
        let fault = #expect(throws: ViewportFault.self) { _ = try Compositor(plan) }
        #expect(fault?.description.contains("--compositor sway") == true)
    }

    @Test("A tool that is missing names its package")
    func missingTool() {
        let fault = #expect(throws: ViewportFault.self) {
            _ = try Tool("weld-no-such-tool", package: "no-such-package")
        }
        #expect(
            fault?.description
                == "weld-no-such-tool is missing: install the package no-such-package")
    }

    @Test("A folder above the compositor's that others may enter is nobody's to change")
    func above() throws {
        let folder = try Folder()
        let files = FileManager.default
        func mode(_ path: String) throws -> Int? {
            (try files.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
        }
        try files.setAttributes([.posixPermissions: 0o1777], ofItemAtPath: folder.path)
        let scratch = "\(folder.path)/a"
        try files.createDirectory(
            atPath: scratch, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        let directory = try CompositorDirectory(scratch: scratch)
        defer { directory.remove() }
        #expect(try mode(folder.path) == 0o1777)
        #expect(try mode(scratch) == (directory.isForNobody ? 0o710 : 0o700))
        #expect(try mode(directory.path) == 0o700)
    }
}
