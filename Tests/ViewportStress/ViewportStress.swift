import WeldContract
import WeldPlatform
import WeldStub
import WeldViewport

@main
struct ViewportStress {
    static func main() {
        let settings = StubStart.settings(of: stressSyntax, defaults: StressSettings())
        do {
            guard !settings.isWriter else { return try StressWriter.runAsProcess() }
            let tally = try run(settings)
            StandardStream.output.write(tally.report(settings) + "\n")
            StubStart.end(with: tally.isFaultless ? .clean : .protocolError)
        } catch {
            Log(program: stressSyntax.program)("\(error)")
            StubStart.end(with: .region)
        }
    }

    private static func run(_ settings: StressSettings) throws -> StressTally {
        guard
            let size = PictureSize(
                width: Int(settings.size.width), height: Int(settings.size.height)),
            Witness.fits(size)
        else { throw ViewportError.wrongPictureSize(width: settings.size.width, height: 0) }
        let layout = ViewportLayout(settings.viewport.version, size: size)
        let region = try ViewportRegion(
            creating: layout,
            in: MemoryObject.sealed(label: "viewport-stress", size: layout.regionSize))
        var reader = try StressReader(
            region, settings, writer: try WriterHandle(region, isThread: settings.isThreaded))
        return try reader.run()
    }
}
