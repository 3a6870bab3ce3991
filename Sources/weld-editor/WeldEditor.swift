@main
struct WeldEditor {
    static func main() {}
}
