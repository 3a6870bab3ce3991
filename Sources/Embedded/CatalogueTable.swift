// swift-format-ignore-file
// Written by CatalogueTableTests from what WeldWire declares; never edit it by hand.

extension MessageDescriptor {
    /// What the declarations say of a message, for a toolchain without mirrors.
    init(of type: MessageType) {
        switch type {
        case .protocolHello:
            self.init(
                type: type, name: "ProtocolHello", sender: .runtime,
                pattern: .first,
                fields: [
                    Schema.Field(
                        name: "protocol_version", type: "u16",
                        offset: 0, size: 2,
                        elementSize: 2,
                        nested: []),
                    Schema.Field(
                        name: "_pad0", type: "u16",
                        offset: 2, size: 2,
                        elementSize: 2,
                        nested: []),
                    Schema.Field(
                        name: "engine_version", type: "[32]u8",
                        offset: 4, size: 32,
                        elementSize: 1,
                        nested: []),
                    Schema.Field(
                        name: "build_hash", type: "[16]u8",
                        offset: 36, size: 16,
                        elementSize: 1,
                        nested: []),
                    Schema.Field(
                        name: "capabilities", type: "u32",
                        offset: 52, size: 4,
                        elementSize: 4,
                        nested: []),
                ],
                bodySize: 56, alignment: 4,
                schemaText:
                    "ipc.messages.ProtocolHello{protocol_version:u16;_pad0:u16;en"
                        + "gine_version:[32]u8;build_hash:[16]u8;capabilities:u32;}",
                schemaHash: 0x5d540e38637b6308)
        case .protocolHelloAck:
            self.init(
                type: type, name: "ProtocolHelloAck", sender: .editor,
                pattern: .reply(to: .protocolHello),
                fields: [
                    Schema.Field(
                        name: "accepted", type: "u8",
                        offset: 0, size: 1,
                        elementSize: 1,
                        nested: []),
                    Schema.Field(
                        name: "_pad0", type: "[3]u8",
                        offset: 1, size: 3,
                        elementSize: 1,
                        nested: []),
                    Schema.Field(
                        name: "reason", type: "[128]u8",
                        offset: 4, size: 128,
                        elementSize: 1,
                        nested: []),
                ],
                bodySize: 132, alignment: 1,
                schemaText:
                    "ipc.messages.ProtocolHelloAck{accepted:u8;_pad0:[3]u8;reason"
                        + ":[128]u8;}",
                schemaHash: 0x5e404afd1d3a5ce9)
        case .echo:
            self.init(
                type: type, name: "Echo", sender: .editor,
                pattern: .request,
                fields: [
                    Schema.Field(
                        name: "payload", type: "[64]u8",
                        offset: 0, size: 64,
                        elementSize: 1,
                        nested: []),
                ],
                bodySize: 64, alignment: 1,
                schemaText:
                    "ipc.messages.Echo{payload:[64]u8;}",
                schemaHash: 0xb413a8720b4621a5)
        case .echoReply:
            self.init(
                type: type, name: "EchoReply", sender: .runtime,
                pattern: .reply(to: .echo),
                fields: [
                    Schema.Field(
                        name: "payload", type: "[64]u8",
                        offset: 0, size: 64,
                        elementSize: 1,
                        nested: []),
                ],
                bodySize: 64, alignment: 1,
                schemaText:
                    "ipc.messages.EchoReply{payload:[64]u8;}",
                schemaHash: 0x654193e48640338c)
        case .spawnEntity:
            self.init(
                type: type, name: "SpawnEntity", sender: .editor,
                pattern: .request,
                fields: [
                    Schema.Field(
                        name: "archetype_hint", type: "u32",
                        offset: 0, size: 4,
                        elementSize: 4,
                        nested: []),
                ],
                bodySize: 4, alignment: 4,
                schemaText:
                    "ipc.messages.SpawnEntity{archetype_hint:u32;}",
                schemaHash: 0xbfde47d0f5f18f23)
        case .entityCreated:
            self.init(
                type: type, name: "EntityCreated", sender: .runtime,
                pattern: .reply(to: .spawnEntity),
                fields: [
                    Schema.Field(
                        name: "entity", type: "u64",
                        offset: 0, size: 8,
                        elementSize: 8,
                        nested: []),
                ],
                bodySize: 8, alignment: 8,
                schemaText:
                    "ipc.messages.EntityCreated{entity:u64;}",
                schemaHash: 0xcd9e4eac27bcaacf)
        case .modifyComponent:
            self.init(
                type: type, name: "ModifyComponent", sender: .editor,
                pattern: .request,
                fields: [
                    Schema.Field(
                        name: "entity", type: "u64",
                        offset: 0, size: 8,
                        elementSize: 8,
                        nested: []),
                    Schema.Field(
                        name: "component_type", type: "u32",
                        offset: 8, size: 4,
                        elementSize: 4,
                        nested: []),
                    Schema.Field(
                        name: "field_offset", type: "u32",
                        offset: 12, size: 4,
                        elementSize: 4,
                        nested: []),
                    Schema.Field(
                        name: "new_value", type: "[40]u8",
                        offset: 16, size: 40,
                        elementSize: 1,
                        nested: []),
                ],
                bodySize: 56, alignment: 8,
                schemaText:
                    "ipc.messages.ModifyComponent{entity:u64;component_type:u32;f"
                        + "ield_offset:u32;new_value:[40]u8;}",
                schemaHash: 0xa8a1fed74cf14369)
        case .modifyAck:
            self.init(
                type: type, name: "ModifyAck", sender: .runtime,
                pattern: .reply(to: .modifyComponent),
                fields: [
                    Schema.Field(
                        name: "success", type: "u8",
                        offset: 0, size: 1,
                        elementSize: 1,
                        nested: []),
                    Schema.Field(
                        name: "_pad0", type: "[7]u8",
                        offset: 1, size: 7,
                        elementSize: 1,
                        nested: []),
                ],
                bodySize: 8, alignment: 1,
                schemaText:
                    "ipc.messages.ModifyAck{success:u8;_pad0:[7]u8;}",
                schemaHash: 0x81028dc9c67518c0)
        case .heartbeat:
            self.init(
                type: type, name: "Heartbeat", sender: .editor,
                pattern: .request,
                fields: [
                    Schema.Field(
                        name: "sent_at_us", type: "u64",
                        offset: 0, size: 8,
                        elementSize: 8,
                        nested: []),
                ],
                bodySize: 8, alignment: 8,
                schemaText:
                    "ipc.messages.Heartbeat{sent_at_us:u64;}",
                schemaHash: 0x32e19d009703d8b1)
        case .heartbeatAck:
            self.init(
                type: type, name: "HeartbeatAck", sender: .runtime,
                pattern: .reply(to: .heartbeat),
                fields: [
                    Schema.Field(
                        name: "sent_at_us", type: "u64",
                        offset: 0, size: 8,
                        elementSize: 8,
                        nested: []),
                    Schema.Field(
                        name: "received_at_us", type: "u64",
                        offset: 8, size: 8,
                        elementSize: 8,
                        nested: []),
                ],
                bodySize: 16, alignment: 8,
                schemaText:
                    "ipc.messages.HeartbeatAck{sent_at_us:u64;received_at_us:u64;"
                        + "}",
                schemaHash: 0x65913935c1139aab)
        case .shutdown:
            self.init(
                type: type, name: "Shutdown", sender: .editor,
                pattern: .request,
                fields: [
                    Schema.Field(
                        name: "_reserved", type: "u8",
                        offset: 0, size: 1,
                        elementSize: 1,
                        nested: []),
                ],
                bodySize: 1, alignment: 1,
                schemaText:
                    "ipc.messages.Shutdown{_reserved:u8;}",
                schemaHash: 0x944bfb2076c0bc67)
        case .shutdownAck:
            self.init(
                type: type, name: "ShutdownAck", sender: .runtime,
                pattern: .reply(to: .shutdown),
                fields: [
                    Schema.Field(
                        name: "_reserved", type: "u8",
                        offset: 0, size: 1,
                        elementSize: 1,
                        nested: []),
                ],
                bodySize: 1, alignment: 1,
                schemaText:
                    "ipc.messages.ShutdownAck{_reserved:u8;}",
                schemaHash: 0xc2fa88571752870)
        case .logMessage:
            self.init(
                type: type, name: "LogMessage", sender: .runtime,
                pattern: .event,
                fields: [
                    Schema.Field(
                        name: "level", type: "u32",
                        offset: 0, size: 4,
                        elementSize: 4,
                        nested: []),
                    Schema.Field(
                        name: "_pad0", type: "u32",
                        offset: 4, size: 4,
                        elementSize: 4,
                        nested: []),
                    Schema.Field(
                        name: "timestamp_us", type: "u64",
                        offset: 8, size: 8,
                        elementSize: 8,
                        nested: []),
                    Schema.Field(
                        name: "text", type: "[256]u8",
                        offset: 16, size: 256,
                        elementSize: 1,
                        nested: []),
                ],
                bodySize: 272, alignment: 8,
                schemaText:
                    "ipc.messages.LogMessage{level:u32;_pad0:u32;timestamp_us:u64"
                        + ";text:[256]u8;}",
                schemaHash: 0x7a828c2be968d129)
        case .shmRegionsHandoff:
            self.init(
                type: type, name: "ShmRegionsHandoff", sender: .editor,
                pattern: .handover,
                fields: [
                    Schema.Field(
                        name: "region_count", type: "u32",
                        offset: 0, size: 4,
                        elementSize: 4,
                        nested: []),
                    Schema.Field(
                        name: "_pad0", type: "u32",
                        offset: 4, size: 4,
                        elementSize: 4,
                        nested: []),
                    Schema.Field(
                        name: "regions", type: "[8]ShmRegionDescriptor",
                        offset: 8, size: 320,
                        elementSize: 40,
                        nested: [
                            Schema.Field(
                                name: "logical_name", type: "[32]u8",
                                offset: 0, size: 32,
                                elementSize: 1,
                                nested: []),
                            Schema.Field(
                                name: "size", type: "u64",
                                offset: 32, size: 8,
                                elementSize: 8,
                                nested: []),
                        ]),
                ],
                bodySize: 328, alignment: 8,
                schemaText:
                    "ipc.messages.ShmRegionsHandoff{region_count:u32;_pad0:u32;re"
                        + "gions:[8]ShmRegionDescriptor{logical_name:[32]u8;size:u64;};"
                        + "}",
                schemaHash: 0x788b912af6eb7f0e)
        }
    }
}
