internal import CVulkan
internal import WeldViewport

/// The parts of a drawn picture that are copied back: the columns of its witness, side by side, so
/// that they are a narrower picture with both marks in every row.
struct MarkStrips {
    /// The narrower picture.
    let size: PictureSize

    /// Nil for pictures without a witness.
    init?(_ picture: PictureSize) {
        guard Witness.fits(picture),
            let size = PictureSize(width: 2 * Witness.width, height: picture.height)
        else { return nil }
        self.size = size
    }

    /// The copies out of an image in which the picture lies pixel by pixel.
    func copies(_ fit: PictureFit) -> [VkBufferImageCopy] {
        let width = size.width / 2
        return [(0, fit.x), (width, fit.x + fit.size.width - width)].map { column, x in
            var copy = VkBufferImageCopy()
            copy.bufferOffset = VkDeviceSize(column * PictureSize.bytesPerPixel)
            copy.bufferRowLength = UInt32(size.width)
            copy.imageSubresource = .color
            copy.imageOffset = VkOffset3D(x: Int32(x), y: Int32(fit.y), z: 0)
            copy.imageExtent = VkExtent3D(
                width: UInt32(width), height: UInt32(size.height), depth: 1)
            return copy
        }
    }
}
