import Testing

@testable import OutboundHTTP

@Suite struct `A target URL` {
    struct Reading: CustomTestStringConvertible {
        let text: String
        let rebuilt: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        Reading(text: "https://idp.example.com", rebuilt: "https://idp.example.com:443/"),
        Reading(text: "https://idp.example.com/", rebuilt: "https://idp.example.com:443/"),
        Reading(text: "https://IDP.Example.com/Realms/Main", rebuilt: "https://idp.example.com:443/Realms/Main"),
        Reading(text: "https://idp.example.com./keys", rebuilt: "https://idp.example.com:443/keys"),
        Reading(
            text: "https://idp.example.com:8443/keys?v=1&w=%20", rebuilt: "https://idp.example.com:8443/keys?v=1&w=%20"),
        Reading(text: "https://idp.example.com?v=1", rebuilt: "https://idp.example.com:443/?v=1"),
        Reading(text: "https://idp.example.com/a@b:c", rebuilt: "https://idp.example.com:443/a@b:c"),
        Reading(text: "https://xn--bcher-kva.example/", rebuilt: "https://xn--bcher-kva.example:443/"),
        Reading(text: "http://127.0.0.1/", rebuilt: "http://127.0.0.1:80/"),
        Reading(text: "http://[::1]:8080/", rebuilt: "http://[0:0:0:0:0:0:0:1]:8080/"),
    ])
    func `is rebuilt from its parts`(reading: Reading) throws {
        #expect(try TargetURL(reading.text).text == reading.rebuilt)
    }

    struct Offence: CustomTestStringConvertible {
        let text: String
        let refusal: FetchRefusal
        var testDescription: String { text }
    }

    @Test(arguments: [
        Offence(text: "", refusal: .malformedURL),
        Offence(text: "idp.example.com", refusal: .malformedURL),
        Offence(text: "//idp.example.com/", refusal: .malformedURL),
        Offence(text: "https:/idp.example.com/", refusal: .malformedURL),
        Offence(text: "https:///keys", refusal: .malformedURL),
        Offence(text: "file:///etc/passwd", refusal: .schemeNotAdmitted),
        Offence(text: "ftp://idp.example.com/", refusal: .schemeNotAdmitted),
        Offence(text: "HTTPS://idp.example.com/", refusal: .schemeNotAdmitted),
        Offence(text: "https://good.example@evil.example/", refusal: .userInformation),
        Offence(text: "https://user:secret@evil.example/", refusal: .userInformation),
        Offence(text: "https://idp.example.com/#keys", refusal: .fragment),
        Offence(text: "https://evil.example#@good.example/", refusal: .fragment),
        Offence(text: "https://evil.example\\@good.example/", refusal: .malformedURL),
        Offence(text: "https://idp.example.com/a b", refusal: .malformedURL),
        Offence(text: "https://idp.example.com/\r\nX: y", refusal: .malformedURL),
        Offence(text: "https://idp.example.com/\u{0}", refusal: .malformedURL),
        Offence(text: "https://bücher.example/", refusal: .malformedURL),
        Offence(text: "https://１２７.0.0.1/", refusal: .malformedURL),
        Offence(text: "https://%31%32%37.0.0.1/", refusal: .malformedURL),
        Offence(text: "https://idp..example.com/", refusal: .malformedURL),
        Offence(text: "https://.example.com/", refusal: .malformedURL),
        Offence(text: "https://idp.example.com../", refusal: .malformedURL),
        Offence(text: "https://-idp.example.com/", refusal: .malformedURL),
        Offence(text: "https://idp_a.example.com/", refusal: .malformedURL),
        Offence(text: "https://idp.example.com:/", refusal: .malformedURL),
        Offence(text: "https://idp.example.com:0/", refusal: .malformedURL),
        Offence(text: "https://idp.example.com:0443/", refusal: .malformedURL),
        Offence(text: "https://idp.example.com:65536/", refusal: .malformedURL),
        Offence(text: "https://idp.example.com:443:80/", refusal: .malformedURL),
        Offence(text: "https://idp.example.com:+443/", refusal: .malformedURL),
        Offence(text: "https://[::1/", refusal: .malformedURL),
        Offence(text: "https://[::1]evil.example/", refusal: .malformedURL),
        Offence(text: "https://[127.0.0.1]/", refusal: .malformedURL),
        Offence(text: "https://[fe80::1%25eth0]/", refusal: .malformedURL),
        Offence(text: "https://" + String(repeating: "a", count: 64) + ".example/", refusal: .malformedURL),
        Offence(text: "https://idp.example/" + String(repeating: "a", count: 2_048), refusal: .malformedURL),
        Offence(text: "https://2130706433/", refusal: .addressLiteral),
        Offence(text: "https://0x7f000001/", refusal: .addressLiteral),
        Offence(text: "https://0X7F.1/", refusal: .addressLiteral),
        Offence(text: "https://017700000001/", refusal: .addressLiteral),
        Offence(text: "https://0177.0.0.1/", refusal: .addressLiteral),
        Offence(text: "https://127.1/", refusal: .addressLiteral),
        Offence(text: "https://127.0.0.0x1/", refusal: .addressLiteral),
        Offence(text: "https://127.0.0.1./", refusal: .addressLiteral),
        Offence(text: "https://idp.example.1/", refusal: .addressLiteral),
    ])
    func `that two readers could understand differently is refused`(offence: Offence) {
        #expect(throws: offence.refusal) { try TargetURL(offence.text) }
    }
}
