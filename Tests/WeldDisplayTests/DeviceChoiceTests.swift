import Testing

@testable import WeldDisplay

@Suite("Which device draws")
struct DeviceChoiceTests {
    private func device(
        _ kind: DeviceCandidate.Kind, version: VulkanVersion = VulkanVersion(1, 3, 5),
        queueFamily: UInt32? = 0, hasSwapchain: Bool = true, hasFeatures: Bool = true
    ) -> DeviceCandidate {
        DeviceCandidate(
            name: "\(kind)", kind: kind, version: version, queueFamily: queueFamily,
            hasSwapchain: hasSwapchain, hasFeatures: hasFeatures)
    }

    @Test("the fastest kind is taken, the first among equals")
    func best() throws {
        #expect(
            try DeviceCandidate.best(of: [
                device(.software), device(.integrated), device(.discrete), device(.discrete),
            ]) == 2)
    }

    @Test("a device that cannot do it is passed over for one that can")
    func usable() throws {
        #expect(
            try DeviceCandidate.best(of: [
                device(.discrete, version: VulkanVersion(1, 2, 200)),
                device(.integrated, queueFamily: nil), device(.virtual, hasSwapchain: false),
                device(.integrated, hasFeatures: false), device(.software),
            ]) == 4)
    }

    @Test("where none can, every reason is named")
    func reasons() {
        #expect(
            throws: DisplayError.noDevice([
                "discrete has Vulkan 1.2.200, not 1.3", "software does not present to it",
            ])
        ) {
            try DeviceCandidate.best(of: [
                device(.discrete, version: VulkanVersion(1, 2, 200)),
                device(.software, queueFamily: nil),
            ])
        }
    }

    @Test("no device at all is a missing driver")
    func none() {
        #expect(throws: DisplayError.noDriver(nil)) { try DeviceCandidate.best(of: []) }
    }

    @Test("a version is compared and spelled by its parts")
    func version() {
        #expect(VulkanVersion(1, 3, 239).description == "1.3.239")
        #expect(VulkanVersion(1, 2, 4095) < VulkanVersion(1, 3))
        #expect(VulkanVersion(packed: 4_206_830).description == "1.3.238")
    }

    @Test("memory is of the first kind that is allowed and has what is wished for")
    func memory() {
        let types: [MemoryType] = [
            MemoryType(properties: .deviceLocal),
            MemoryType(properties: [.hostVisible, .hostCoherent]),
            MemoryType(properties: [.hostVisible, .hostCoherent, .hostCached]),
        ]
        let wishes: [MemoryType.Properties] = [
            [.hostVisible, .hostCoherent, .hostCached], [.hostVisible, .hostCoherent],
        ]
        #expect(MemoryType.index(in: types, allowed: 0b111, wishes: wishes) == 2)
        #expect(MemoryType.index(in: types, allowed: 0b011, wishes: wishes) == 1)
        #expect(MemoryType.index(in: types, allowed: 0b001, wishes: wishes) == nil)
        #expect(MemoryType.index(in: types, allowed: 0, wishes: [[]]) == nil)
    }
}

@Suite("What a device can read in place")
struct ImportTests {
    @Test(
        "whole units of its alignment, by address and by size, and nothing of a device without one",
        arguments: [
            (0x10000, 3_690_496, 4096, true), (0x10000, 3_690_496, 1, true),
            (0x10080, 3_690_496, 4096, false), (0x10000, 3_686_400 + 128, 4096, false),
            (0x10000, 3_690_496, 65_536, false), (0x20000, 65_536, 65_536, true),
            (0x10000, 0, 4096, false), (0x10000, 4096, 0, false), (0x10000, 4096, nil, false),
        ] as [(UInt, Int, Int?, Bool)])
    func alignment(address: UInt, byteCount: Int, alignment: Int?, isPossible: Bool) {
        #expect(
            Device.canImport(address: address, byteCount: byteCount, alignment) == isPossible)
    }
}
