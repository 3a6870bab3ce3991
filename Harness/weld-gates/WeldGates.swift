@main
struct WeldGates {
    static func main() {}
}
