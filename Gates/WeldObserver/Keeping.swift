// Unsafe code: a picture is written by the C library, which takes bytes by address.

import FrameWitness
import GateHost
import Glibc
import WeldContract

/// A captured picture that may be worth keeping.
struct Picture {
    let buffer: ShmBuffer
    let isInverted: Bool
    let reading: WitnessReading
    /// When it was shown, in nanoseconds.
    let shownAt: UInt64
}

/// Keeps the pictures that a person may want to see: the one that was shown longest, which is the
/// oldest when it is replaced, the first torn ones, and the last one.
///
/// Buffers are handed around and nothing is copied; files are written after the measurement.
struct Keeping {
    /// How many torn pictures are kept.
    let tornLimit: Int
    private var longest: (picture: Picture, nanoseconds: UInt64)?
    private var torn: [Picture] = []

    init(tornLimit: Int) { self.tornLimit = tornLimit }

    /// Takes a picture that was replaced and returns the buffer that is free now; nil where none
    /// is.
    mutating func take(_ picture: Picture, replacedAt: UInt64) -> ShmBuffer? {
        if picture.reading.isTorn, torn.count < tornLimit {
            torn.append(picture)
            return nil
        }
        let shown = replacedAt > picture.shownAt ? replacedAt - picture.shownAt : 0
        guard picture.reading.frame != nil, shown > longest?.nanoseconds ?? 0 else {
            return picture.buffer
        }
        let free = longest?.picture.buffer
        longest = (picture, shown)
        return free
    }

    /// Writes everything kept, and the last picture, and reports each file.
    func write(into directory: String, last: Picture?, events: ObserverEvents) {
        var files: [(name: String, picture: Picture, shown: UInt64)] = []
        if let longest {
            files.append(("frame-shown-longest.png", longest.picture, longest.nanoseconds))
        }
        if let last { files.append(("frame-last.png", last, 0)) }
        for (index, picture) in torn.enumerated() {
            files.append(("frame-torn-\(index + 1).png", picture, 0))
        }
        for (name, picture, shown) in files {
            var layout = picture.buffer.layout
            layout.isInverted = picture.isInverted
            let path = "\(directory)/\(name)"
            guard let file = picture.buffer.withPixels({ PNGImage.encode($0, layout) }),
                Self.create(path, file)
            else {
                events.emit(.notKept(path: path))
                continue
            }
            events.emit(
                .kept(
                    name: name, path: path, frame: picture.reading.frame,
                    shownForNanoseconds: shown > 0 ? shown : nil))
        }
    }

    private static func create(_ path: String, _ bytes: [UInt8]) -> Bool {
        guard let file = unsafe fopen(path, "wxe") else { return false }
        let written = unsafe fwrite(bytes, 1, bytes.count, file)
        return unsafe fclose(file) == 0 && written == bytes.count
    }
}
