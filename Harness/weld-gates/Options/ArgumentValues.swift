public import ArgumentParser
public import GateKit
public import Gates

extension Profile: ExpressibleByArgument {}

extension CompositorChoice: ExpressibleByArgument {}

extension GateID: ExpressibleByArgument {
    /// Understands `G1` and `g1`.
    public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}
