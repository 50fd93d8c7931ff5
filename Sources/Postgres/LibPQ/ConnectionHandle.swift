import CLibPQ

/// A libpq connection. Everything that touches `PGconn` and `PGresult` is in this file.
///
/// INVARIANT: a handle has one owner (it cannot be copied), and libpq allows a connection to be used from any thread
/// as long as only one does so at a time. That is why sending it from the thread that connects to the I/O thread is
/// safe.
/// - Source: PostgreSQL documentation, "libpq": "Behavior in Threaded Programs" and "Pipeline Mode".
@safe struct ConnectionHandle: ~Copyable, Sendable {
    private nonisolated(unsafe) let connection: OpaquePointer

    enum Flushing {
        case done, blocked, failed
    }

    /// Connects, which blocks the calling thread: for name resolution, and up to `timeout` per host.
    ///
    /// - Throws: `.unavailable`, with libpq's reason.
    static func open(_ configuration: PostgresConfiguration) throws(PostgresError) -> ConnectionHandle {
        // What stands before `dbname` may be overridden by the URI; what follows it may not.
        let seconds = max(2, configuration.connectTimeout.components.seconds)  // libpq's least is two
        let keywords = ["fallback_application_name", "connect_timeout", "dbname", "client_encoding"]
        let values = ["sluice", String(seconds), configuration.uri, "UTF8"]
        let opened = unsafe withCStrings(keywords) { keywords in
            unsafe withCStrings(values) { values in unsafe PQconnectdbParams(keywords, values, 1) }
        }
        guard let opened = unsafe opened else { throw .unavailable(reason: "out of memory") }
        let handle = unsafe ConnectionHandle(owning: opened)
        unsafe PQsetNoticeProcessor(opened, { _, _ in }, nil)
        guard handle.isAlive, unsafe PQsetnonblocking(opened, 1) == 0, handle.enterPipelineMode() else {
            throw .unavailable(reason: handle.reason)
        }
        return handle
    }

    @unsafe private init(owning connection: OpaquePointer) {
        unsafe self.connection = unsafe connection
    }

    deinit {
        unsafe PQfinish(connection)
    }

    var isAlive: Bool { unsafe PQstatus(connection) == CONNECTION_OK }
    var socket: Int32 { unsafe PQsocket(connection) }
    /// False while a transaction is open.
    var isIdle: Bool { unsafe PQtransactionStatus(connection) == PQTRANS_IDLE }
    /// True when reading a result would block.
    var isBusy: Bool { unsafe PQisBusy(connection) == 1 }

    func enterPipelineMode() -> Bool { unsafe PQenterPipelineMode(connection) == 1 }
    func exitPipelineMode() -> Bool { unsafe PQexitPipelineMode(connection) == 1 }

    func sendPrepare(_ statement: Statement) -> Bool {
        unsafe PQsendPrepare(connection, statement.name, statement.sql, 0, nil) == 1
    }

    func sendExecute(_ statement: Statement, _ parameters: Parameters) -> Bool {
        let count = parameters.lengths.count
        return unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { addresses in
            unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { formats in
                unsafe parameters.bytes.withUnsafeBytes { bytes in
                    unsafe formats.initialize(repeating: 1)
                    var next = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                    for (index, length) in parameters.lengths.enumerated() {
                        unsafe addresses.initializeElement(at: index, to: length < 0 ? nil : next)
                        unsafe next = next?.advanced(by: Int(max(0, length)))
                    }
                    return unsafe PQsendQueryPrepared(
                        connection, statement.name, Int32(count), addresses.baseAddress, parameters.lengths,
                        formats.baseAddress, 1) == 1
                }
            }
        }
    }

    func sendSync() -> Bool { unsafe clibpq_pipeline_sync(connection) == 1 }
    func sendScript(_ sql: String) -> Bool { unsafe PQsendQuery(connection, sql) == 1 }

    func flush() -> Flushing {
        switch unsafe PQflush(connection) {
        case 0: .done
        case 1: .blocked
        default: .failed
        }
    }

    /// Takes in what the server has sent. False when the connection has ended; results read before stay readable.
    func receive() -> Bool { unsafe PQconsumeInput(connection) == 1 }

    /// The next result; nil at the end of each command.
    func nextAnswer() -> ServerAnswer? {
        guard let result = unsafe PQgetResult(connection) else { return nil }
        defer { unsafe PQclear(result) }
        switch unsafe PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return .rows(unsafe Self.rows(result))
        case PGRES_PIPELINE_SYNC: return .synced
        case PGRES_PIPELINE_ABORTED: return .skipped
        default: return .failure(unsafe Self.failure(result))
        }
    }

    /// What it takes to cancel the running statement from another thread; nil when libpq has no memory.
    func makeCancelHandle() -> CancelHandle? {
        guard let cancel = unsafe PQgetCancel(connection) else { return nil }
        return unsafe CancelHandle(cancel)
    }

    private static func rows(_ result: OpaquePointer) -> PostgresRows {
        let rowCount = Int(unsafe PQntuples(result))
        let columns = unsafe PQnfields(result)
        let tag = unsafe String(cString: PQcmdStatus(result))
        let affected = unsafe Int(String(cString: PQcmdTuples(result))) ?? 0
        guard columns > 0 else { return PostgresRows(affected: affected, isRollback: tag == "ROLLBACK", table: .empty) }
        var bytes: [UInt8] = []
        var ends: [Int] = []
        var nulls: Set<Int> = []
        ends.reserveCapacity(rowCount * Int(columns))
        bytes.reserveCapacity(rowCount * Int(columns) * 16)
        for row in 0..<Int32(rowCount) {
            for column in 0..<columns {
                if unsafe PQgetisnull(result, row, column) == 1 {
                    nulls.insert(ends.count)
                } else {
                    let length = unsafe Int(PQgetlength(result, row, column))
                    unsafe bytes.append(
                        contentsOf: UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: length))
                }
                ends.append(bytes.count)
            }
        }
        let types = (0..<columns).map { PostgresType(rawValue: unsafe PQftype(result, $0)) }
        let table = PostgresRows.Table(types: types, rowCount: rowCount, bytes: bytes, ends: ends, nulls: nulls)
        return PostgresRows(affected: affected, isRollback: false, table: table)
    }

    private static func failure(_ result: OpaquePointer) -> ServerFailure {
        func field(_ code: Character) -> String? {
            let code = code.asciiValue.map(Int32.init) ?? 0
            return unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) }
        }
        let sqlState = field("C")
        let severity = field("V")
        return ServerFailure(
            sqlState: sqlState, isFatal: severity == "FATAL" || severity == "PANIC", constraint: field("n") ?? "",
            column: field("c") ?? "", mistake: sqlState?.hasPrefix("42") == true ? field("M") : nil,
            isStalePlan: sqlState == "0A000" && field("R") == "RevalidateCachedQuery")
    }

    /// Whether libpq can parse a URI or keyword string. Its own explanation would quote parts of it.
    static func understands(uri: String) -> Bool {
        guard let options = unsafe PQconninfoParse(uri, nil) else { return false }
        unsafe PQconninfoFree(options)
        return true
    }

    /// Why there is no connection. With a URI that can be parsed, libpq never puts the password there.
    private var reason: String {
        unsafe String(cString: PQerrorMessage(connection)).split(separator: "\n").joined(separator: "; ")
    }
}

/// Calls `body` with a NULL-terminated array of C strings, the way libpq takes its keywords.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    var storage: [UnsafePointer<CChar>?] = unsafe []
    func next(_ rest: ArraySlice<String>) -> Result {
        guard let first = rest.first else {
            unsafe storage.append(nil)
            return unsafe body(storage)
        }
        return unsafe first.withCString { pointer in
            unsafe storage.append(pointer)
            return next(rest.dropFirst())
        }
    }
    return next(strings[...])
}
