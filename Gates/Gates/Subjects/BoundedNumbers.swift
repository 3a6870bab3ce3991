// Numbers that a subject names or that are computed from such: whatever they are, a sum, a difference
// or a conversion of theirs ends nothing. What is out of range stays far out of any limit.

extension FixedWidthInteger where Self: UnsignedInteger {
    /// Returns the sum, or the greatest number there is.
    func plus(_ other: Self) -> Self {
        let (sum, isTooLarge) = addingReportingOverflow(other)
        return isTooLarge ? .max : sum
    }

    /// Returns the difference, or 0 where the other is greater.
    func minus(_ other: Self) -> Self { self > other ? self - other : 0 }

    /// Returns the product, or the greatest number there is.
    func times(_ other: Self) -> Self {
        let (product, isTooLarge) = multipliedReportingOverflow(by: other)
        return isTooLarge ? .max : product
    }
}

extension Int {
    /// The whole part of a figure, or the nearest number there is; 0 of what is no number.
    init(bounded value: Double) {
        guard !value.isNaN else {
            self = 0
            return
        }
        self = Int(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
    }
}
