import WeldWire

/// All messages of the catalogue.
enum MessageTypes {
    static let all = MessageType.allCases
}
