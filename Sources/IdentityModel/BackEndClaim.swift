/// Marks the tokens of ours that are made for an STS elsewhere. They are good there and nowhere else: whoever runs that STS
/// sees them, and must not become the people whom they speak of at our own doors.
package enum BackEndClaim {
    /// Its value is the name of the back end.
    package static let name = "urn:sluice:back-end"
}
