import IdentityModel
import Storage

import struct Foundation.UUID

/// What the verifier found.
package struct AuditReport: Sendable, Equatable {
    package struct Day: Sendable, Equatable {
        package let day: UTCDay
        package var chains = 0
        package var records = 0
    }

    package var days: [Day] = []
    /// Days that are gone and that chains refer to: what retention leaves, and to be seen all the same.
    package var seams: [Seam] = []
    /// The first broken record; nil when all is well.
    package var flaw: Flaw?

    package init() {}

    package struct Seam: Sendable, Equatable {
        package let missing: UTCDay
        /// Whether a record tells that it was dropped because its time was over.
        package var isExplained: Bool
    }

    package struct Flaw: Sendable, Equatable {
        package enum Kind: Sendable, Equatable {
            /// The record is not what it was.
            case changed
            /// Records are not there.
            case missing(ClosedRange<Int64>)
            /// The record was not written by this deployment, or not at this place.
            case inserted
            /// The record belongs behind that one of its chain.
            case reordered(behind: Int64)
        }

        package let place: ChainPlace
        package let kind: Kind
    }
}

extension AuditReport.Flaw: CustomStringConvertible {
    package var description: String {
        let chain = "of writer \(place.writer.text) on \(place.day)"
        return switch kind {
        case .changed: "record \(place.sequence) \(chain) was changed"
        case .missing(let numbers) where numbers.count == 1: "record \(numbers.lowerBound) \(chain) is missing"
        case .missing(let numbers):
            "records \(numbers.lowerBound) to \(numbers.upperBound) \(chain) are missing"
        case .inserted: "record \(place.sequence) \(chain) was inserted: it was not written there by this deployment"
        case .reordered(let behind):
            "record \(place.sequence) \(chain) stands at another place than it was written at: it belongs behind record \(behind)"
        }
    }
}
