// What a connection does with the added messages, from the encoder to the counters. It prints what
// came out; a trap or another line fails the test that compiles it with the changed WeldWire.

var ask = AskWeather()
ask.hour = 7
ask.places[19].position = 0xFFFF_FFFF
ask.question[599] = 9
var raw = RawFrame(
    type: .askWeather, body: Array(FrameEncoder.encode(ask, sequence: 5).dropFirst(24)), sequence: 5
)
print("frames:", raw.bytes == FrameEncoder.encode(ask, sequence: 5), Frame.longest)

// Padding that a peer fills: between fields, in every element of an array, and at the end.
let descriptor = MessageType.askWeather.descriptor
for field in descriptor.fields where field.isPadding {
    for index in field.offset..<field.offset + field.size { raw.body[index] = 0xFF }
}
for place in 0..<20 { for index in [14, 15] { raw.body[8 * place + index] = 0xFF } }

var stream = raw.bytes + FrameEncoder.encode(Weather(), sequence: 5)
var decoder = FrameDecoder(anyVersion: false)
_ = unsafe decoder.fill { space in
    unsafe space.copyBytes(from: stream)
    return stream.count
}
var editor = SessionRules(role: .editor)
var runtime = SessionRules(role: .runtime)
editor.handshakeDone()
runtime.handshakeDone()
var counts = TrafficCounts()

let request = try decoder.next()
print("request:", request?.type as Any, decoder.body(as: AskWeather.self) == ask)
if let request {
    editor.sent(.askWeather, sequence: 5)
    try runtime.admit(request.header, handles: 0)
    counts.countSent(request.type)
}
let reply = try decoder.next()
if let reply {
    print("reply:", reply.type, "awaited", editor.awaiting(.weather))
    try editor.admit(reply.header, handles: 0)
    counts.countReceived(reply.type)
}
counts.add(counts)
print("counts:", counts.sent(.askWeather), counts.received(.weather), counts.sent(.weather))
print("catalogue:", MessageType.askWeather.reply as Any, MessageType.weather.sender)
print(
    "row:", MessageCatalogue.documentationTable().split(separator: "\n").map(String.init).last ?? ""
)
