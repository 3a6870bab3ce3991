/// The names of all sabotages: here and nowhere else.
public enum SabotageName: String, CaseIterable, Sendable {
    case echoDelay = "echo-delay"
    case echoSpike = "echo-spike"
    case echoCorrupt = "echo-corrupt"
    case echoWrongSequence = "echo-wrong-seq"
    case echoLost = "echo-lost"
    case lateWhileDrawing = "late-drawing"
    case lateAfterPause = "late-idle"
    case lateStart = "late-start"
    case lateHello = "late-hello"
    case lateFirstAnswer = "late-first-answer"
    case lateLeave = "late-leave"
    case dropWhenFull = "drop-when-full"
    case leakPerEcho = "leak-per-echo"
    case leakDescriptorPerEcho = "leak-fd-per-echo"
    case clockAhead = "clock-ahead"
    case clockBehind = "clock-behind"
    case descriptorDrop = "fd-drop"
    case descriptorSwapOrder = "fd-swap-order"
    case descriptorNoCloseOnExec = "fd-no-cloexec"
    case descriptorLeakOnError = "fd-leak-on-error"
    case descriptorWriteShort = "fd-write-short"
    case descriptorKeep = "fd-keep"
    case descriptorNonBlocking = "fd-non-blocking"
    case descriptorNeedsSender = "fd-needs-sender"
    case descriptorLeakOnRefusal = "fd-leak-on-refusal"
    case wrongErrorName = "wrong-error-name"
    case unsealedRegion = "unsealed-region"
    case regionExitZero = "bad-region-exit-0"
    case ignoreEndOfStream = "ignore-eof"
    case exitCodeOneOnEnd = "exit-code-1-on-eof"
    case leaveSocket = "leave-socket"
    case slowEndOfStream = "slow-eof"
    case slowEnd = "slow-end"
    case noSweep = "no-sweep"
    case sweepLiving = "sweep-living"
    case unlinkAny = "unlink-any"
    case noRestart = "no-restart"
    case slowDetect = "slow-detect"
    case leakDescriptorPerRestart = "leak-fd-per-restart"
    case ignoreHeartbeat = "ignore-heartbeat"
    case silenceLimit = "silence-limit"
    case heartbeatEvery = "heartbeat-every"
    case blamePause = "blame-pause"
    case restartLate = "restart-late"
    case latePictures = "late-pictures"
    case misreadDeath = "misread-death"
    case oldEpoch = "old-epoch"
    case cleanSecondDeath = "clean-second-death"
    case wrongEnd = "wrong-end"
    case leakPerRestart = "leak-per-restart"
    case leakPerDraw = "leak-per-draw"
    case freeze = "freeze"
    case frameBackwards = "frame-backwards"
    case halfRate = "half-rate"
    case leaveOut = "leave-out"
    case slowPace = "slow-pace"
    case makeUp = "make-up"
    case wrongPixel = "wrong-pixel"
    case clearAlpha = "clear-alpha"
    case twoSlotAdversary = "two-slot-adversary"
    case tornPresent = "torn-present"
    case syncHazard = "sync-hazard"
    case leakPerPicture = "leak-per-picture"
    case leakDescriptorPerPicture = "leak-fd-per-picture"
    case returnSlotEarly = "return-slot-early"
    case noReadBack = "no-read-back"
    case repeatPicture = "repeat-picture"
    case halfShown = "half-shown"
    case slowPresent = "slow-present"
    case ignoreResize = "ignore-resize"
    case ignoreClose = "ignore-close"
    case lateLook = "late-look"
    case busyLook = "busy-look"
    case acceptBadMagic = "accept-bad-magic"
    case skipHashCheck = "skip-hash-check"
    case leakPerError = "leak-per-error"
    case leakPerConnection = "leak-per-connection"
    case leakDescriptorPerError = "leak-fd-per-error"
    case hangOnTruncation = "hang-on-truncation"
    case crashOnOversize = "crash-on-oversize"
    case dropFrames = "drop-1-in-10000"
    case leakPagesPerError = "leak-pages-per-error"
    case leakThreadPerError = "leak-thread-per-error"
    case leakMappingPerError = "leak-mapping-per-error"
    case readPastNul = "read-past-nul"
    case skipNumber = "skip-number"
    case unboundedQueue = "unbounded-queue"
}

extension SabotageEntry {
    /// Every sabotage there is.
    public static let table: [SabotageEntry] = [
        // Round trips
        SabotageEntry(
            .echoDelay, .time, of: .runtime,
            breaks: "every reply is late", seenBy: "g1.p50"),
        SabotageEntry(
            .echoSpike, .timeEvery, of: .runtime,
            breaks: "one reply in N is late", seenBy: "g2.max"),
        SabotageEntry(
            .echoCorrupt, of: .runtime,
            breaks: "a reply now and then has one byte flipped", seenBy: "g1.replies-whole"),
        SabotageEntry(
            .echoWrongSequence, of: .runtime,
            breaks: "a reply now and then carries the next request's number",
            seenBy: "g1.order-kept"),
        SabotageEntry(
            .echoLost, of: .runtime, breaks: "a reply now and then is never sent",
            seenBy: "g1.replies-lost"),
        SabotageEntry(
            .lateWhileDrawing, .timeEvery, of: .runtime,
            breaks: "one reply in N is late once pictures are drawn", seenBy: "g1.p50-under-load"),
        SabotageEntry(
            .lateAfterPause, .timeEvery, of: .runtime,
            breaks: "one reply in N of those after a pause of 0.3 ms is late",
            seenBy: "g2.p99-paced"),
        SabotageEntry(
            .lateStart, .time, of: .runtime, breaks: "the runtime connects late",
            seenBy: "g1.started"),
        SabotageEntry(
            .lateHello, .time, of: .runtime, breaks: "the Hello is late", seenBy: "g1.handshake"),
        SabotageEntry(
            .lateFirstAnswer, .time, of: .runtime, breaks: "the first reply is late",
            seenBy: "g1.first-answer"),
        SabotageEntry(
            .lateLeave, .time, of: .runtime, breaks: "a Shutdown is obeyed late",
            seenBy: "g1.left"),
        SabotageEntry(
            .dropWhenFull, of: .runtime, breaks: "a reply that meets a full socket is dropped",
            seenBy: "g1.own-frames"),
        SabotageEntry(
            .leakPerEcho, of: .runtime, breaks: "memory is lost with every Echo",
            seenBy: "g1.memory"),
        SabotageEntry(
            .leakDescriptorPerEcho, of: .runtime,
            breaks: "a descriptor is lost with an Echo now and then", seenBy: "g1.held"),
        SabotageEntry(
            .clockAhead, .time, of: .editor, .runtime,
            breaks: "the clock of the events is ahead", seenBy: "g1.clock"),
        SabotageEntry(
            .clockBehind, .time, of: .editor, .runtime,
            breaks: "the clock of the events is behind", seenBy: "g1.clock"),
        // Descriptors
        SabotageEntry(
            .descriptorDrop, of: .runtime,
            breaks: "the last descriptor of an Echo is not used", seenBy: "g7.all-arrived"),
        SabotageEntry(
            .descriptorSwapOrder, of: .runtime,
            breaks: "the first two descriptors of an Echo change places", seenBy: "g7.order-kept"),
        SabotageEntry(
            .descriptorNoCloseOnExec, of: .runtime,
            breaks: "descriptors arrive without close-on-exec", seenBy: "g7.close-on-exec"),
        SabotageEntry(
            .descriptorLeakOnError, of: .runtime,
            breaks: "descriptors of a bad frame stay open", seenBy: "g7.closed-on-error"),
        SabotageEntry(
            .descriptorWriteShort, of: .runtime,
            breaks: "a byte less than the payload is written", seenBy: "g7.bytes-equal"),
        SabotageEntry(
            .descriptorKeep, of: .runtime,
            breaks: "the first descriptor of an Echo stays open", seenBy: "g7.nothing-kept"),
        SabotageEntry(
            .descriptorNonBlocking, of: .runtime,
            breaks: "the open files that arrive are made non-blocking", seenBy: "g7.untouched"),
        SabotageEntry(
            .descriptorNeedsSender, of: .runtime,
            breaks: "descriptors of a sender that is gone are not used", seenBy: "g7.sender-killed"),
        SabotageEntry(
            .descriptorLeakOnRefusal, of: .editor,
            breaks: "a descriptor is lost when too many are refused",
            seenBy: "g7.over-limit-refused"),
        SabotageEntry(
            .wrongErrorName, of: .runtime,
            breaks: "a breach of the protocol is reported under another name",
            seenBy: "g7.error-named"),
        SabotageEntry(
            .unsealedRegion, of: .editor, breaks: "the region's size is not sealed",
            seenBy: "g7.region-sealed"),
        SabotageEntry(
            .regionExitZero, of: .runtime, breaks: "a bad region ends the runtime with 0",
            seenBy: "g7.bad-region"),
        // The editor is killed
        SabotageEntry(
            .ignoreEndOfStream, of: .runtime,
            breaks: "a runtime lives on without its editor", seenBy: "g5.ended"),
        SabotageEntry(
            .exitCodeOneOnEnd, of: .runtime,
            breaks: "a runtime ends with 1 when its editor is gone", seenBy: "g5.status"),
        SabotageEntry(
            .leaveSocket, of: .runtime,
            breaks: "a dead editor's socket stays", seenBy: "g5.nothing-left"),
        SabotageEntry(
            .slowEndOfStream, .time, of: .runtime,
            breaks: "a runtime notices its editor's end late", seenBy: "g5.noticed"),
        SabotageEntry(
            .slowEnd, .time, of: .runtime,
            breaks: "a runtime that noticed ends late", seenBy: "g5.ended"),
        SabotageEntry(
            .noSweep, of: .editor,
            breaks: "nothing of dead editors is swept", seenBy: "g5.sweep"),
        SabotageEntry(
            .sweepLiving, of: .editor,
            breaks: "sockets that bear the name of a living process are swept too",
            seenBy: "g5.sweep"),
        SabotageEntry(
            .unlinkAny, of: .editor, .runtime,
            breaks: "whatever socket stands at the path is removed in the end",
            seenBy: "g5.foreign-socket"),
        // The viewport
        SabotageEntry(
            .freeze, .time, of: .runtime,
            breaks: "the runtime stops publishing again and again", seenBy: "g6.age"),
        SabotageEntry(
            .frameBackwards, of: .runtime,
            breaks: "some pictures are numbered as ones before them", seenBy: "g6.backwards"),
        SabotageEntry(
            .halfRate, of: .runtime,
            breaks: "every second picture is left out", seenBy: "g6.rate-runtime"),
        SabotageEntry(
            .leaveOut, of: .runtime,
            breaks: "every 30th picture is left out", seenBy: "g6.fixed-rule"),
        SabotageEntry(
            .slowPace, .time, of: .runtime,
            breaks: "each picture is due a time after the one before, and not on a beat",
            seenBy: "g6.pace"),
        SabotageEntry(
            .makeUp, of: .runtime,
            breaks: "pictures that were missed are made up for", seenBy: "g6.burst"),
        SabotageEntry(
            .wrongPixel, of: .runtime,
            breaks: "one pixel of every picture has a wrong colour", seenBy: "g6.pixels"),
        SabotageEntry(
            .clearAlpha, of: .runtime,
            breaks: "one pixel of every picture is transparent", seenBy: "g6.region"),
        // The runtime is killed
        SabotageEntry(
            .noRestart, of: .editor,
            breaks: "a dead runtime is not replaced", seenBy: "g4.recovered"),
        SabotageEntry(
            .slowDetect, .time, of: .editor,
            breaks: "a runtime's death is noticed late", seenBy: "g4.detected"),
        SabotageEntry(
            .leakDescriptorPerRestart, of: .editor,
            breaks: "a descriptor is lost with every replacement", seenBy: "g4.ledger"),
        SabotageEntry(
            .ignoreHeartbeat, of: .editor,
            breaks: "a silent runtime is not minded", seenBy: "g4.heartbeat"),
        SabotageEntry(
            .silenceLimit, .time, of: .editor,
            breaks: "a silent runtime is minded after another time", seenBy: "g4.heartbeat"),
        SabotageEntry(
            .heartbeatEvery, .time, of: .editor,
            breaks: "heartbeats come at another pace", seenBy: "g4.heartbeats"),
        SabotageEntry(
            .blamePause, of: .editor,
            breaks: "the editor's own pause counts against its runtime", seenBy: "g4.pause-forgiven"
        ),
        SabotageEntry(
            .restartLate, .time, of: .editor,
            breaks: "a dead runtime is replaced late", seenBy: "g4.recovered"),
        SabotageEntry(
            .latePictures, .time, of: .runtime,
            breaks: "a runtime that takes another's place draws late", seenBy: "g4.viewport-moves"),
        SabotageEntry(
            .misreadDeath, of: .editor,
            breaks: "every end of a runtime is read as a clean exit", seenBy: "g4.death-read"),
        SabotageEntry(
            .oldEpoch, of: .editor,
            breaks: "a new runtime goes on with the old epoch", seenBy: "g4.succession"),
        SabotageEntry(
            .cleanSecondDeath, of: .editor,
            breaks: "a second death is a clean end", seenBy: "g4.second-death"),
        SabotageEntry(
            .wrongEnd, of: .editor,
            breaks: "a clean end has the code of a protocol error", seenBy: "g4.editor-ended"),
        SabotageEntry(
            .leakPerRestart, of: .editor,
            breaks: "memory is lost with every runtime that dies", seenBy: "g4.heap"),
        SabotageEntry(
            .leakPerDraw, of: .runtime,
            breaks: "memory is lost with every picture that is drawn", seenBy: "g4.life-heap"),
        SabotageEntry(
            .twoSlotAdversary, of: .editor,
            breaks: "two slots are used, with stalls in the middle of copies",
            seenBy: "g6.torn-shared"),
        SabotageEntry(
            .tornPresent, of: .editor,
            breaks: "the window shows two pictures as one", seenBy: "g6.torn-composited",
            needsWindow: true),
        SabotageEntry(
            .syncHazard, of: .editor,
            breaks: "what reads a picture on the device does not wait for it",
            seenBy: "g6.validation", needsWindow: true),
        SabotageEntry(
            .leakPerPicture, of: .editor,
            breaks: "a page of memory is lost with every picture that is shown",
            seenBy: "g6.memory", needsWindow: true),
        SabotageEntry(
            .leakDescriptorPerPicture, of: .editor,
            breaks: "a descriptor is lost with every tenth picture that is shown",
            seenBy: "g6.held", needsWindow: true),
        SabotageEntry(
            .returnSlotEarly, of: .editor,
            breaks: "a slot is given back before the device has read it",
            seenBy: "g6.torn-presented", needsWindow: true),
        SabotageEntry(
            .noReadBack, of: .editor,
            breaks: "every tenth presented picture is not read back", seenBy: "g6.read-back",
            needsWindow: true),
        SabotageEntry(
            .repeatPicture, of: .editor,
            breaks: "some pictures are read twice as new", seenBy: "g6.repeated",
            needsWindow: true),
        SabotageEntry(
            .halfShown, of: .editor,
            breaks: "every second picture is taken and not shown", seenBy: "g6.rate-editor",
            needsWindow: true),
        SabotageEntry(
            .slowPresent, .time, of: .editor,
            breaks: "once a second a picture is shown late", seenBy: "g6.age-presented",
            needsWindow: true),
        SabotageEntry(
            .ignoreResize, of: .editor,
            breaks: "the window's images keep the size that they had first",
            seenBy: "g6.gestures", needsWindow: true),
        SabotageEntry(
            .ignoreClose, of: .editor,
            breaks: "a window that the user closes stays open", seenBy: "g6.gestures",
            needsWindow: true),
        SabotageEntry(
            .lateLook, .time, of: .editor,
            breaks: "the editor looks late for a picture that it was told of",
            seenBy: "g6.read-age"),
        SabotageEntry(
            .busyLook, of: .editor,
            breaks: "an editor without a window looks for pictures without a pause",
            seenBy: "g6.busy"),
        // Frames that break the protocol
        SabotageEntry(
            .acceptBadMagic, of: .editor, .runtime,
            breaks: "a frame with a wrong magic is taken for a right one",
            seenBy: "g3.errors-as-predicted"),
        SabotageEntry(
            .skipHashCheck, of: .editor, .runtime,
            breaks: "the schema hash is not compared", seenBy: "g3.errors-as-predicted"),
        SabotageEntry(
            .leakPerError, of: .editor, .runtime,
            breaks: "memory is lost with every wire error", seenBy: "g3.heap"),
        SabotageEntry(
            .leakPerConnection, of: .editor, .runtime,
            breaks: "some bytes are lost with every connection", seenBy: "g3.heap-rests"),
        SabotageEntry(
            .leakDescriptorPerError, of: .editor, .runtime,
            breaks: "a descriptor is lost with every wire error", seenBy: "g3.descriptors"),
        SabotageEntry(
            .hangOnTruncation, of: .editor, .runtime,
            breaks: "an end inside a frame is never reported", seenBy: "g3.stall"),
        SabotageEntry(
            .crashOnOversize, of: .editor, .runtime,
            breaks: "a payload length over 16 MiB ends the process", seenBy: "g3.crashes"),
        SabotageEntry(
            .dropFrames, of: .editor, .runtime,
            breaks: "a valid frame now and then is neither counted nor answered",
            seenBy: "g3.sent-minus-received"),
        SabotageEntry(
            .leakPagesPerError, of: .editor, .runtime,
            breaks: "pages are mapped and never given back with every wire error",
            seenBy: "g3.resident"),
        SabotageEntry(
            .leakThreadPerError, of: .editor, .runtime,
            breaks: "a thread is lost with every wire error", seenBy: "g3.threads"),
        SabotageEntry(
            .leakMappingPerError, of: .editor, .runtime,
            breaks: "a shared mapping is lost with every wire error", seenBy: "g3.mappings"),
        SabotageEntry(
            .readPastNul, of: .editor,
            breaks: "a line of the log is read past its first NUL", seenBy: "g3.texts"),
        SabotageEntry(
            .skipNumber, of: .runtime,
            breaks: "a number is left out before a line of the log",
            seenBy: "g3.frames-as-specified"),
        SabotageEntry(
            .unboundedQueue, of: .runtime,
            breaks: "memory grows with every answer that waits while the editor does not read",
            seenBy: "g3.blocked-memory"),
    ]
}
