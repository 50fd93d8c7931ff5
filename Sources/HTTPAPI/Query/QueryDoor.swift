import Federation
import HTTPTypes
import Logging
import NIOCore
import STS

/// The STS API: the AWS Query protocol, calls as forms or in the URL, answers in XML.
///
/// Steps that all actions share: body within its limit, parameters readable, action and version known. The signature is
/// the action's affair, since one of the two has none.
///
/// - Source: AWS STS API Reference; AWS Query protocol.
package struct QueryDoor: Door {
    private let actions: [String: any QueryAction]
    private let log: AccessLog

    static let version = "2011-06-15"
    static let namespace = "https://sts.amazonaws.com/doc/\(version)/"

    package init(recognition: CallerRecognition, exchange: WebIdentityExchange, logger: Logger) {
        self.init(
            actions: [
                AssumeRoleWithWebIdentity(assumeRole: exchange.assumeRole),
                GetCallerIdentity(recognise: recognition.recognise),
            ],
            logger: logger)
    }

    init(actions: [any QueryAction], logger: Logger) {
        self.actions = Dictionary(uniqueKeysWithValues: actions.map { (type(of: $0).action, $0) })
        log = AccessLog(logger)
    }

    package func answer(_ request: WireRequest) async -> WireResponse {
        var record = AccessRecord()
        do {
            let document = try await perform(request, &record)
            log.write(record, of: request)
            return Self.answer(.ok, document, to: request)
        } catch {
            log.write(record, of: request, refusal: error)
            return Self.refusal(error, of: request)
        }
    }

    private func perform(_ request: WireRequest, _ record: inout AccessRecord) async throws(WireError) -> XMLWriter {
        let body =
            switch request.body {
            case .tooLarge(let limit): throw .queryTooLarge(limit: limit)
            case .bytes(let bytes): bytes
            }
        let parameters = try QueryParameters(query: request.query.utf8, form: request.isForm ? body : [])
        guard let name = parameters.text("Action") else { throw .missingAction }
        let version = parameters.text("Version")
        guard let action = actions[name], version == Self.version else {
            throw .invalidAction(name, version: version)
        }
        record.action = name

        var document = XMLWriter()
        document.open("\(name)Response", namespace: Self.namespace)
        document.open("\(name)Result")
        let call = QueryCall(request: request, body: body, parameters: parameters)
        try await action.run(call, result: &document, record: &record)
        document.close("\(name)Result")
        document.open("ResponseMetadata")
        document.element("RequestId", request.id.description)
        document.close("ResponseMetadata")
        document.close("\(name)Response")
        return document
    }

    private static func refusal(_ error: WireError, of request: WireRequest) -> WireResponse {
        var document = XMLWriter()
        document.open("ErrorResponse", namespace: namespace)
        document.open("Error")
        document.element("Type", error.isFault ? "Receiver" : "Sender")
        document.element("Code", error.code)
        document.element("Message", error.message ?? "")
        document.close("Error")
        document.element("RequestId", request.id.description)
        document.close("ErrorResponse")
        return answer(error.status, document, to: request)
    }

    private static func answer(
        _ status: HTTPResponse.Status, _ document: XMLWriter, to request: WireRequest
    ) -> WireResponse {
        WireResponse(status, to: request, headers: headers, body: ByteBuffer(bytes: document.bytes))
    }

    private static let headers = CrossOrigin.headers(contentType: "text/xml")
}

extension WireRequest {
    /// Whether the body is a form, as its type says.
    var isForm: Bool {
        header(.contentType)?.lowercased().hasPrefix("application/x-www-form-urlencoded") ?? false
    }
}
