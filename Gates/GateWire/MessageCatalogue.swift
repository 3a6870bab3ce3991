/// The fourteen messages, typed from the wire page (wire-protocol.md#messages).
public enum MessageCatalogue {
    /// What the page says of each, by number.
    public static let descriptors: [MessageDescriptor] = [
        MessageDescriptor(
            .protocolHello, "ProtocolHello", .runtime, .first, body: 56,
            hash: 0x5d54_0e38_637b_6308, reply: .protocolHelloAck,
            [
                MessageField("protocol_version", 0, 2),
                MessageField("_pad0", 2, 2, .padding),
                MessageField("engine_version", 4, 32, .text),
                MessageField("build_hash", 36, 16, .text),
                MessageField("capabilities", 52, 4),
            ]),
        MessageDescriptor(
            .protocolHelloAck, "ProtocolHelloAck", .editor, .reply(to: .protocolHello), body: 132,
            hash: 0x5e40_4afd_1d3a_5ce9,
            [
                MessageField("accepted", 0, 1),
                MessageField("_pad0", 1, 3, .padding),
                MessageField("reason", 4, 128, .text),
            ]),
        MessageDescriptor(
            .echo, "Echo", .editor, .request, body: 64,
            hash: 0xb413_a872_0b46_21a5, reply: .echoReply,
            [
                MessageField("payload", 0, 64)
            ]),
        MessageDescriptor(
            .echoReply, "EchoReply", .runtime, .reply(to: .echo), body: 64,
            hash: 0x6541_93e4_8640_338c,
            [
                MessageField("payload", 0, 64)
            ]),
        MessageDescriptor(
            .spawnEntity, "SpawnEntity", .editor, .request, body: 4,
            hash: 0xbfde_47d0_f5f1_8f23, reply: .entityCreated,
            [
                MessageField("archetype_hint", 0, 4)
            ]),
        MessageDescriptor(
            .entityCreated, "EntityCreated", .runtime, .reply(to: .spawnEntity), body: 8,
            hash: 0xcd9e_4eac_27bc_aacf,
            [
                MessageField("entity", 0, 8)
            ]),
        MessageDescriptor(
            .modifyComponent, "ModifyComponent", .editor, .request, body: 56,
            hash: 0xa8a1_fed7_4cf1_4369, reply: .modifyAck,
            [
                MessageField("entity", 0, 8),
                MessageField("component_type", 8, 4),
                MessageField("field_offset", 12, 4),
                MessageField("new_value", 16, 40),
            ]),
        MessageDescriptor(
            .modifyAck, "ModifyAck", .runtime, .reply(to: .modifyComponent), body: 8,
            hash: 0x8102_8dc9_c675_18c0,
            [
                MessageField("success", 0, 1),
                MessageField("_pad0", 1, 7, .padding),
            ]),
        MessageDescriptor(
            .heartbeat, "Heartbeat", .editor, .request, body: 8,
            hash: 0x32e1_9d00_9703_d8b1, reply: .heartbeatAck,
            [
                MessageField("sent_at_us", 0, 8)
            ]),
        MessageDescriptor(
            .heartbeatAck, "HeartbeatAck", .runtime, .reply(to: .heartbeat), body: 16,
            hash: 0x6591_3935_c113_9aab,
            [
                MessageField("sent_at_us", 0, 8),
                MessageField("received_at_us", 8, 8),
            ]),
        MessageDescriptor(
            .shutdown, "Shutdown", .editor, .request, body: 1,
            hash: 0x944b_fb20_76c0_bc67, reply: .shutdownAck,
            [
                MessageField("_reserved", 0, 1, .padding)
            ]),
        MessageDescriptor(
            .shutdownAck, "ShutdownAck", .runtime, .reply(to: .shutdown), body: 1,
            hash: 0x0c2f_a885_7175_2870,
            [
                MessageField("_reserved", 0, 1, .padding)
            ]),
        MessageDescriptor(
            .logMessage, "LogMessage", .runtime, .event, body: 272,
            hash: 0x7a82_8c2b_e968_d129,
            [
                MessageField("level", 0, 4),
                MessageField("_pad0", 4, 4, .padding),
                MessageField("timestamp_us", 8, 8),
                MessageField("text", 16, 256, .text),
            ]),
        MessageDescriptor(
            .shmRegionsHandoff, "ShmRegionsHandoff", .editor, .handover, body: 328,
            hash: 0x788b_912a_f6eb_7f0e,
            [
                MessageField("region_count", 0, 4),
                MessageField("_pad0", 4, 4, .padding),
                MessageField("regions", 8, 320),
            ]),
    ]
}
