public import ArgumentParser
public import GateKit

extension Profile: ExpressibleByArgument {}

extension CompositorChoice: ExpressibleByArgument {}

extension GateID: ExpressibleByArgument {
    /// Understands `G1` and `g1`.
    public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}
