/// How a picture gets into the window's image.
public enum PictureBlit: String, CaseIterable, Sendable {
    /// It is copied, where the window has its size and format; otherwise it is drawn.
    case copy
    /// It is drawn with a triangle over everything, the milestone's way.
    case draw
}

/// How a picture gets to the device.
public enum PictureUpload: String, CaseIterable, Sendable {
    /// The device reads the region's slot where it lies (VK_EXT_external_memory_host).
    case inPlace = "import"
    /// It is copied to memory of the device first.
    case staging
}
