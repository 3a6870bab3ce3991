@main
struct FixtureGates {
    static func main() {}
}
