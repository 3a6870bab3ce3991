internal import CVulkan

/// What a frame needs to draw its picture instead of copying it: a texture, and the shader's view of
/// it.
final class DrawnPicture {
    let texture: Texture
    let sets: DescriptorSets

    init(
        _ device: Device, _ pipeline: PicturePipeline, _ size: WindowSize
    ) throws(DisplayError) {
        texture = try Texture(device, width: size.width, height: size.height)
        sets = try DescriptorSets(device, pipeline, texture)
    }
}
