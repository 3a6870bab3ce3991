/// The messages of the catalogue by their numbers on the wire (wire-protocol.md#messages).
///
/// A new message needs its declaration (``WireMessage``) and, here, a case with its number and a
/// line in ``message``. All else is derived: rules, sizes, reply pairs and tables. Numbers may
/// leave gaps.
public enum MessageType: UInt16, CaseIterable, Sendable {
    /// The runtime's first frame.
    case protocolHello = 1
    /// The editor's answer to the Hello.
    case protocolHelloAck = 2
    /// 64 bytes that the runtime sends back.
    case echo = 3
    /// The 64 bytes that came with the Echo.
    case echoReply = 4
    /// Asks for a new entity.
    case spawnEntity = 5
    /// Names the new entity.
    case entityCreated = 6
    /// Writes a field of an entity's component.
    case modifyComponent = 7
    /// Whether the field was written.
    case modifyAck = 8
    /// The editor's sign of life, every second.
    case heartbeat = 9
    /// The runtime's answer to it.
    case heartbeatAck = 10
    /// Asks the runtime to end.
    case shutdown = 11
    /// The runtime's last frame.
    case shutdownAck = 12
    /// A line of the runtime's log.
    case logMessage = 13
    /// Hands over shared-memory regions as descriptors; our extension of version 1.
    case shmRegionsHandoff = 14

    #if !hasFeature(Embedded)  // There no value holds a type; its table stands beside it.
        /// The message's declaration.
        public var message: any WireMessage.Type {
            switch self {
            case .protocolHello: ProtocolHello.self
            case .protocolHelloAck: ProtocolHelloAck.self
            case .echo: Echo.self
            case .echoReply: EchoReply.self
            case .spawnEntity: SpawnEntity.self
            case .entityCreated: EntityCreated.self
            case .modifyComponent: ModifyComponent.self
            case .modifyAck: ModifyAck.self
            case .heartbeat: Heartbeat.self
            case .heartbeatAck: HeartbeatAck.self
            case .shutdown: Shutdown.self
            case .shutdownAck: ShutdownAck.self
            case .logMessage: LogMessage.self
            case .shmRegionsHandoff: ShmRegionsHandoff.self
            }
        }
    #endif
}
