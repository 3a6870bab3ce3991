/// E to R, request: asks for a new entity.
public struct SpawnEntity: WireMessage {
    /// A hint at the entity's archetype.
    public var archetypeHint: UInt32 = 0

    /// Makes an all-zero message.
    public init() {}

    /// Makes a request.
    public init(archetypeHint: UInt32) {
        self.archetypeHint = archetypeHint
    }

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .spawnEntity }
    /// Who sends it.
    @inlinable public static var sender: Role { .editor }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .request }
}

/// R to E, reply: the new entity.
public struct EntityCreated: WireMessage {
    /// The entity's number.
    public var entity: UInt64 = 0

    /// Makes an all-zero message.
    public init() {}

    /// Makes a reply.
    public init(entity: UInt64) {
        self.entity = entity
    }

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .entityCreated }
    /// Who sends it.
    @inlinable public static var sender: Role { .runtime }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .reply(to: .spawnEntity) }
}

/// E to R, request: writes a field of an entity's component.
public struct ModifyComponent: WireMessage {
    /// The entity's number, from EntityCreated.
    public var entity: UInt64 = 0
    /// The component's type.
    public var componentType: UInt32 = 0
    /// The field's offset in the component, in bytes.
    public var fieldOffset: UInt32 = 0
    /// The field's new bytes.
    public var newValue = InlineArray<40, UInt8>(repeating: 0)

    /// Makes an all-zero message.
    public init() {}

    /// Makes a request.
    public init(
        entity: UInt64, componentType: UInt32, fieldOffset: UInt32,
        newValue: InlineArray<40, UInt8>
    ) {
        self.entity = entity
        self.componentType = componentType
        self.fieldOffset = fieldOffset
        self.newValue = newValue
    }

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .modifyComponent }
    /// Who sends it.
    @inlinable public static var sender: Role { .editor }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .request }
}

/// R to E, reply: whether the field was written; 0 for an entity that was never created.
public struct ModifyAck: WireMessage {
    /// 0 when nothing was written, anything else when it was.
    public var success: UInt8 = 0
    /// Padding.
    public internal(set) var _pad0 = InlineArray<7, UInt8>(repeating: 0)

    /// Makes an all-zero message.
    public init() {}

    /// Makes a reply.
    public init(success: Bool) {
        self.success = success ? 1 : 0
    }

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .modifyAck }
    /// Who sends it.
    @inlinable public static var sender: Role { .runtime }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .reply(to: .modifyComponent) }
}
