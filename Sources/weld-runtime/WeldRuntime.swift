@main
struct WeldRuntime {
    static func main() {}
}
