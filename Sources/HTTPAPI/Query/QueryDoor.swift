import AccessManagement
import Audit
import Federation
import HTTPTypes
import Logging
import NIOCore
import STS

/// The APIs of STS and IAM: the AWS Query protocol, calls as forms or in the URL, answers in XML.
///
/// Steps that all actions share: body within its limit, parameters readable, action and version known, rate. IAM's go on with
/// signature, permission and constraints, in `GatedAction`; in STS the signature is the action's affair, since one has
/// none.
///
/// - Source: AWS STS API Reference; IAM API Reference; AWS Query protocol.
package struct QueryDoor: Door {
    private let sts: QueryAPI
    private let iam: QueryAPI
    private let limits: RateLimits
    private let log: AccessLog

    /// - Parameter onChange: called when something of the account may have changed, so that it is in force at once here.
    package init(
        recognition: CallerRecognition, permissions: Permissions, sessions: STSRooms,
        administration: AccountAdministration, limits: RateLimits, recorder: Recorder?,
        onChange: @escaping @Sendable () -> Void, logger: Logger
    ) {
        let gate = IAMGate(
            account: administration.account, recognise: recognition.recognise, require: permissions.require,
            locate: administration.resources.locate, changes: ChangeLedger(recorder), onChange: onChange)
        self.init(
            sts: [
                AssumeRole(
                    recognise: recognition.recognise,
                    assume: { request, caller, context throws(STSError) in
                        try await sessions.signed.assumeRole(request, by: caller, in: context)
                    }),
                AssumeRoleWithWebIdentity { request, context throws(WebIdentityError) in
                    try await sessions.exchange.assumeRole(request, in: context)
                },
                GetAccessKeyInfo(recognise: recognition.recognise, require: permissions.require),
                GetCallerIdentity(recognise: recognition.recognise),
                GetSessionToken(
                    recognise: recognition.recognise,
                    begin: { caller, duration, context throws(STSError) in
                        try await sessions.signed.beginSession(for: caller, duration: duration, in: context)
                    }),
            ],
            iam: IAMActions.all(of: administration, behind: gate), limits: limits, logger: logger)
    }

    init(sts: [any QueryAction], iam: [any QueryAction] = [], limits: RateLimits = .none, logger: Logger) {
        self.limits = limits
        self.sts = .sts(sts)
        self.iam = .iam(iam)
        log = AccessLog(logger)
    }

    package func answer(_ request: WireRequest) async -> WireResponse {
        var record = AccessRecord()
        var api = sts
        do {
            let document = try await perform(request, &api, &record)
            log.write(record, of: request)
            return Self.answer(.ok, document, to: request)
        } catch {
            log.write(record, of: request, refusal: error)
            return Self.refusal(error, in: api, of: request)
        }
    }

    private func perform(
        _ request: WireRequest, _ api: inout QueryAPI, _ record: inout AccessRecord
    ) async throws(WireError) -> XMLWriter {
        let body =
            switch request.body {
            case .tooLarge(let limit): throw .queryTooLarge(limit: limit)
            case .bytes(let bytes): bytes
            }
        let parameters = try QueryParameters(query: request.query.utf8, form: request.isForm ? body : [])
        let version = parameters.text("Version")
        // From here on a refusal is in the namespace of the API that was called.
        if version == iam.version { api = iam }
        guard let name = parameters.text("Action") else { throw .missingAction }
        guard let action = api.actions[name], version == api.version else {
            throw .invalidAction(name, version: version)
        }
        record.action = name

        var document = XMLWriter()
        document.open("\(name)Response", namespace: api.namespace)
        let hasResult = type(of: action).hasResult
        if hasResult { document.open("\(name)Result") }
        let call = QueryCall(request: request, body: body, parameters: parameters, limits: limits)
        if let seconds = type(of: action).isPublic ? limits.take(request) : limits.wait(request) {
            throw .throttling(retryAfter: seconds)
        }
        try await action.run(call, result: &document, record: &record)
        if hasResult { document.close("\(name)Result") }
        document.open("ResponseMetadata")
        document.element("RequestId", request.id.description)
        document.close("ResponseMetadata")
        document.close("\(name)Response")
        return document
    }

    private static func refusal(_ error: WireError, in api: QueryAPI, of request: WireRequest) -> WireResponse {
        var document = XMLWriter()
        document.open("ErrorResponse", namespace: api.namespace)
        document.open("Error")
        document.element("Type", error.isFault ? "Receiver" : "Sender")
        document.element("Code", error.code)
        document.element("Message", error.message ?? "")
        document.close("Error")
        document.element("RequestId", request.id.description)
        document.close("ErrorResponse")
        let pause = error.retryAfter.map { [HTTPField(name: .retryAfter, value: "\($0)")] } ?? []
        return answer(error.status, document, to: request, pause)
    }

    private static func answer(
        _ status: HTTPResponse.Status, _ document: XMLWriter, to request: WireRequest, _ more: [HTTPField] = []
    ) -> WireResponse {
        WireResponse(status, to: request, headers: HTTPFields(headers + more), body: ByteBuffer(bytes: document.bytes))
    }

    private static let headers = CrossOrigin.headers(contentType: "text/xml")
}

extension WireRequest {
    /// Whether the body is a form, as its type says.
    var isForm: Bool {
        header(.contentType)?.lowercased().hasPrefix("application/x-www-form-urlencoded") ?? false
    }
}
