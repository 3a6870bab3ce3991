import WeldWire

/// The entities of a connection, as far as a stub has any: a counter.
struct Scene: Sendable {
    /// How many entities were created; their numbers are 1 to this.
    private(set) var entityCount: UInt64 = 0

    /// Creates an entity.
    mutating func spawn(_ request: SpawnEntity) -> EntityCreated {
        entityCount += 1
        var reply = EntityCreated()
        reply.entity = entityCount
        return reply
    }

    /// Answers a change; it fails for an entity that was never created (wire-protocol.md#messages).
    func modify(_ request: ModifyComponent) -> ModifyAck {
        var reply = ModifyAck()
        reply.success = request.entity >= 1 && request.entity <= entityCount ? 1 : 0
        return reply
    }
}
