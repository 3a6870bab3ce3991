/// The unit of every sample of a metric, as the store and the report spell it.
public enum MeasurementUnit: String, Codable, CaseIterable, Hashable, Sendable {
    case nanoseconds = "ns"
    case count
    case ratio
    case bytes
    case perSecond = "1/s"
    case seconds = "s"
}
