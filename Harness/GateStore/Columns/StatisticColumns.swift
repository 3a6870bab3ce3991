import GRDB
import GateKit

/// How a check's statistic is spelled in the columns of its row.
struct StatisticColumns {
    var statistic: String
    var quantile: Double?
    var floorMetric: String?

    init(_ value: Statistic) {
        switch value {
        case .percentile(let p):
            statistic = "percentile"
            quantile = p
        case .percentileRatio(let p, let floor):
            statistic = "percentile-ratio"
            quantile = p
            floorMetric = floor
        case .maximum: statistic = "maximum"
        case .minimum: statistic = "minimum"
        case .sum: statistic = "sum"
        case .count: statistic = "count"
        }
    }

    /// Returns the statistic in a check's row.
    static func value(of row: Row) throws -> Statistic {
        let statistic: String = row["statistic"]
        let quantile: Double? = row["quantile"]
        let floorMetric: String? = row["floor_metric"]
        switch (statistic, quantile, floorMetric) {
        case ("percentile", let p?, nil): return .percentile(p)
        case ("percentile-ratio", let p?, let floor?): return .percentileRatio(p, over: floor)
        case ("maximum", nil, nil): return .maximum
        case ("minimum", nil, nil): return .minimum
        case ("sum", nil, nil): return .sum
        case ("count", nil, nil): return .count
        default: throw UnreadableValue("rule_check.statistic", statistic)
        }
    }
}
