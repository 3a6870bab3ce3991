import FuzzWire
import WeldContract

/// Fuzz body: a line of the events, and the answer to `--contract`, as a stub writes them.
///
/// Byte 0: bit 0 chooses between the two, bit 1 puts what every line has before the rest. The rest is
/// the line.
public enum EventBody {
    /// Returns what is wrong; nil when all is well: a breach of the contract is a right answer.
    public static func complaint(about input: [UInt8]) -> String? {
        var input = InputReader(input)
        let choice = input.byte()
        let rest = input.remainder()
        if choice & 1 == 1 { return offer(String(decoding: rest, as: UTF8.self)) }
        let start = #"{"n":1,"t_ns":2,"pid":3,"role":"editor","event":""#
        return line(choice & 2 == 2 ? Array(start.utf8) + rest : rest)
    }

    private static func line(_ bytes: [UInt8]) -> String? {
        let record: EventRecord
        do throws(ContractBreach) {
            record = try EventRecord(line: bytes)
        } catch {
            return error.description.isEmpty ? "a breach has no words" : nil
        }
        guard record.fields.first == "{", record.fields.last == "}" else {
            return "the fields are no object: \(record.fields)"
        }
        guard let event = record.event else { return nil }
        // What was understood is spelled so that it is understood again.
        var spelled = EventLine()
        spelled.spell(
            event, number: record.number, time: record.time, pid: record.pid, role: record.role)
        if spelled.bytes.count > EventLine.limit { return "a line of \(spelled.bytes.count) bytes" }
        let again: EventRecord
        do throws(ContractBreach) {
            again = try EventRecord(line: spelled.bytes.dropLast())
        } catch {
            // A field that found no room is missing.
            return spelled.isCut ? nil : "the event's own line is refused: \(error)"
        }
        return again.event == event || spelled.isCut ? nil : "\(event) became \(again)"
    }

    private static func offer(_ text: String) -> String? {
        guard let offer = try? ContractOffer(text) else { return nil }
        guard let again = try? ContractOffer(offer.text) else { return nil }
        return again == offer ? nil : "\(offer) became \(again)"
    }
}

extension EventLine {
    /// Whether something found no room.
    fileprivate var isCut: Bool {
        String(decoding: bytes, as: UTF8.self).contains(#""cut":true"#)
    }
}
