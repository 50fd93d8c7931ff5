/// Why something could not be recorded, so that what was to be recorded is not done, or not acknowledged.
package enum RecorderError: Error, Equatable {
    /// As many events as the queue holds are waiting to be written.
    case full
    /// The database took nothing; the record is written as soon as it does.
    case notWritten
    /// The process is ending.
    case closed
}
