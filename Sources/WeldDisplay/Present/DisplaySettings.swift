public import WeldViewport

/// What a window shall be like.
public struct DisplaySettings: Sendable {
    /// The size of the pictures, and of the window unless the compositor wants another.
    public var picture: PictureSize
    /// How pictures wait for the screen.
    public var presentMode: PresentMode
    /// How a picture gets into the window's image; nil takes the best way that is offered.
    public var blit: PictureBlit?
    /// How a picture gets to the device; nil takes the best way that is offered.
    public var upload: PictureUpload?
    /// Whether the validation layer checks every call, synchronization included.
    public var validates: Bool
    /// Whether the window asks for the whole screen.
    public var isFullscreen: Bool
    /// Whether a barrier is left out: the fault of `sync-hazard` (gates.md#g6).
    public var omitsBarrier: Bool
    /// Whether every tenth picture is not read back: the fault of `no-read-back` (gates.md#g6).
    public var omitsReadBacks: Bool
    /// Whether slots go back before the device has read them: the fault of `return-slot-early`
    /// (gates.md#g6).
    public var returnsSlotsEarly: Bool
    /// Whether images keep their first size: the fault of `ignore-resize` (gates.md#g6).
    public var keepsFirstSize: Bool
    /// What the window's frame says.
    public var title: String

    /// Makes settings.
    public init(
        picture: PictureSize, presentMode: PresentMode = .mailbox, blit: PictureBlit? = nil,
        upload: PictureUpload? = nil, validates: Bool = false, isFullscreen: Bool = false,
        omitsBarrier: Bool = false, omitsReadBacks: Bool = false, returnsSlotsEarly: Bool = false,
        keepsFirstSize: Bool = false,
        title: String = "Weld"
    ) {
        self.picture = picture
        self.presentMode = presentMode
        self.blit = blit
        self.upload = upload
        self.omitsBarrier = omitsBarrier
        self.omitsReadBacks = omitsReadBacks
        self.returnsSlotsEarly = returnsSlotsEarly
        self.keepsFirstSize = keepsFirstSize
        self.validates = validates
        self.isFullscreen = isFullscreen
        self.title = title
    }
}

/// What the window is drawn with: for the record of a measurement.
public struct DisplayFacts: Equatable, Sendable {
    /// The driver's name and version.
    public let driver: String
    /// The device's name.
    public let device: String
    /// The device's version of Vulkan.
    public let api: String
    /// The validation layer's version; nil when nothing is validated.
    public let validation: String?
    /// How pictures wait for the screen.
    public let presentMode: PresentMode
    /// How pictures get to the device.
    public let upload: PictureUpload
    /// How pictures of the window's size get into its images.
    public let blit: PictureBlit
    /// The format and colour space of the window's images.
    public let format: String
    /// How many images the window asked for.
    public let images: Int
    /// Whether the compositor can say when pictures were shown.
    public let hasFeedback: Bool
}

/// How long the stages of showing pictures took, summed up over all pictures, in nanoseconds.
public struct DisplayStages: Equatable, Sendable {
    /// Judging, lending or copying.
    public var supply: UInt64 = 0
    /// Acquiring an image of the window.
    public var acquire: UInt64 = 0
    /// Recording the commands and handing them to the device.
    public var submit: UInt64 = 0
    /// Handing the image to the compositor; a software driver draws and copies in here.
    public var present: UInt64 = 0

    /// Adds what another device's pictures took.
    mutating func add(_ other: DisplayStages) {
        supply += other.supply
        acquire += other.acquire
        submit += other.submit
        present += other.present
    }
}

/// What a window did in its life.
public struct DisplayTally: Equatable, Sendable {
    /// Pictures that were handed to the compositor.
    public var presented: UInt64 = 0
    /// Pictures that had to be left out because no image was free in time.
    public var leftOut: UInt64 = 0
    /// How often a swapchain took another's place.
    public var recreated: UInt64 = 0
    /// How often a lost device was replaced.
    public var devicesLost: UInt64 = 0
    /// Pictures that were shown although the compositor had not asked for one in time.
    public var unasked: UInt64 = 0
    /// Pictures that the compositor says it showed, did not show, and did not say.
    public var feedbackShown: UInt64 = 0
    /// Pictures that the compositor says it never showed.
    public var feedbackDiscarded: UInt64 = 0
    /// Questions to the compositor that are still open.
    public var feedbackUnanswered: UInt64 = 0
    /// Complaints of the validation layer.
    public var validationMessages: UInt64 = 0
    /// Where the time of all pictures went.
    public var stages = DisplayStages()
}

/// How pictures wait for the screen.
public enum PresentMode: String, CaseIterable, Sendable {
    /// The newest picture replaces the one that waits; this window paces itself.
    case mailbox
    /// Every picture is shown, one a refresh.
    case fifo
}

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
