/// SPIR-V of the viewport's window, as bytes in the program (README.md beside this file).
public enum Shaders {
    /// Stage `viewport.vert`: a triangle that covers the viewport.
    public static let viewportVertex = PackageResources.viewport_vert_spv
    /// Stage `viewport.frag`: samples the picture.
    public static let viewportFragment = PackageResources.viewport_frag_spv
}
