// Unsafe code: a bell hangs at a word by its address.

import Synchronization
import TestSupport
import Testing
import WeldPlatform

@Suite("A bell at a word of shared memory")
struct SharedWordBellTests {
    @Test("a ring from another thread wakes, also through another mapping of the word")
    func ring() throws {
        let memory = try MemoryObject.sealed(label: "bell", size: 4096)
        let here = try memory.map()
        let there = try memory.map()
        let isOver = Flag()
        let ringer = try OSThread.start(named: "ringer") {
            let bell = unsafe SharedWordBell(at: UnsafeRawPointer(there.bytes.baseAddress!))
            while !isOver.isSet { bell.ring() }
        }
        let bell = unsafe SharedWordBell(at: UnsafeRawPointer(here.bytes.baseAddress!))
        #expect(try bell.wait(while: 0, until: .after(.seconds(60))) == .rung)
        isOver.set()
        ringer.join()
    }

    @Test("a word that has another value keeps nobody waiting")
    func changed() throws {
        let memory = try MemoryObject.sealed(label: "bell", size: 4096)
        let mapping = try memory.map()
        let bell = unsafe SharedWordBell(at: UnsafeRawPointer(mapping.bytes.baseAddress!))
        #expect(try bell.wait(while: 1, until: .never) == .changed)
    }

    @Test("where nobody rings the deadline ends the wait, and no earlier")
    func deadline() throws {
        let memory = try MemoryObject.sealed(label: "bell", size: 4096)
        let mapping = try memory.map()
        let bell = unsafe SharedWordBell(at: UnsafeRawPointer(mapping.bytes.baseAddress!))
        // A ring is not kept.
        bell.ring()
        let deadline = Deadline.after(.milliseconds(20))
        #expect(try bell.wait(while: 0, until: deadline) == .deadline)
        #expect(deadline.hasPassed)
        #expect(try bell.wait(while: 0, until: .immediately) == .deadline)
    }

    @Test("a storm of signals neither ends a wait nor moves its deadline")
    func signals() throws {
        let memory = try MemoryObject.sealed(label: "bell", size: 4096)
        let mapping = try memory.map()
        let bell = unsafe SharedWordBell(at: UnsafeRawPointer(mapping.bytes.baseAddress!))
        let storm = try Storm()
        let patience = Deadline.after(.seconds(60))
        // A busy host may take some time to let the storm begin.
        repeat {
            let deadline = Deadline.after(.milliseconds(50))
            #expect(try bell.wait(while: 0, until: deadline) == .deadline)
            #expect(deadline.hasPassed)
        } while storm.handled == 0 && !patience.hasPassed
        let hits = storm.stop()
        #expect(hits > 0)
    }

    @Test("a word that is no place for a bell is refused at once, and a ring there is harmless")
    func refused() throws {
        let memory = try MemoryObject.sealed(label: "bell", size: 4096)
        let mapping = try memory.map()
        let bell = unsafe SharedWordBell(at: UnsafeRawPointer(mapping.bytes.baseAddress! + 1))
        bell.ring()
        #expect(throws: SystemError.self) { try bell.wait(while: 0, until: .never) }
    }
}

private final class Flag: Sendable {
    private let value = Atomic(false)
    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
}
