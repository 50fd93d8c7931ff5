import Federation
import IdentityModel
import Synchronization
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(1))) struct `The server` {
    static let getID = #"{"IdentityPoolId":"eu-west-1:1f6d3e1e-0b0a-4a39-9d6e-0b2c7f4f9a11"}"#

    @Test func `takes a body of exactly the limit`() async throws {
        try await TestSite.run(bodyLimit: Self.getID.utf8.count) { site in
            let answer = try await site.call("GetId", Self.getID)
            #expect(answer.status == 200)
        }
    }

    @Test func `refuses one byte more, in the words of the API that was called`() async throws {
        try await TestSite.run(bodyLimit: 50) { site in
            let json = try await site.call("GetId", Self.getID)
            #expect(json.status == 413)
            #expect(
                json.text
                    == #"{"__type":"RequestEntityTooLargeException","message":"The request body is larger than 50 bytes."}"#
            )
            let xml = try await site.query("Action=GetCallerIdentity&Version=2011-06-15&Padding=abcdefghi")
            #expect(xml.status == 413)
            #expect(xml.text.contains("<Code>RequestEntityTooLarge</Code>"))
            #expect(xml.text.contains("<Type>Sender</Type>"))
        }
    }

    @Test func `refuses a body that grows beyond the limit without having said so`() async throws {
        try await TestSite.run(bodyLimit: 50) { site in
            let chunk = "20\r\n\(String(repeating: "a", count: 32))\r\n"
            let answers = try await site.client.exchange(
                Array(
                    ("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
                        + "X-Amz-Target: AWSCognitoIdentityService.GetId\r\n\r\n\(chunk)\(chunk)0\r\n\r\n").utf8))
            #expect(answers.map(\.status) == [413])
        }
    }

    @Test func `reads a body that comes in chunks`() async throws {
        try await TestSite.run { site in
            let (front, back) = (Self.getID.prefix(16), Self.getID.dropFirst(16))
            let answers = try await site.client.exchange(
                Array(
                    ("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
                        + "X-Amz-Target: AWSCognitoIdentityService.GetId\r\n\r\n10\r\n\(front)\r\n"
                        + "\(String(back.utf8.count, radix: 16))\r\n\(back)\r\n0\r\n\r\n").utf8))
            #expect(answers.map(\.status) == [200])
        }
    }

    @Test func `answers several requests on one connection, in order, also after one that was too large`() async throws
    {
        try await TestSite.run(bodyLimit: 100) { site in
            let head = "POST / HTTP/1.1\r\nHost: a\r\nX-Amz-Target: AWSCognitoIdentityService.GetId\r\n"
            let long = String(repeating: "a", count: 101)
            let answers = try await site.client.exchange(
                Array(
                    ("\(head)Content-Length: \(Self.getID.utf8.count)\r\n\r\n\(Self.getID)"
                        + "\(head)Content-Length: 101\r\n\r\n\(long)"
                        + "\(head)Connection: close\r\nContent-Length: 2\r\n\r\n{}").utf8))
            #expect(answers.map(\.status) == [200, 413, 400])
        }
    }

    @Test func `dates its answers`() async throws {
        #expect(DateHeader.spell(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(DateHeader.spell(1_709_164_800) == "Thu, 29 Feb 2024 00:00:00 GMT")
        try await TestSite.run { site in
            let date = try #require(try await site.client.send("GET", "/health/live")["Date"])
            #expect(date.wholeMatch(of: /[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/) != nil)
        }
    }

    @Test(arguments: ["NOT HTTP\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n"])
    func `closes the connection of whoever does not speak HTTP`(_ bytes: String) async throws {
        try await TestSite.run { site in
            let answers = try await site.client.exchange(Array(bytes.utf8))
            #expect(answers.map(\.status) == [400])
        }
    }

    @Test func `lets requests in flight finish when it shuts down`() async throws {
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        let (permits, permit) = AsyncStream<Void>.makeStream()
        var rooms = Rooms.willing
        rooms.identityID = { _, _ in
            arrived.yield()
            for await _ in permits { break }
            return Sample.identityID
        }
        try await TestSite.run(rooms) { site in
            async let answer = site.call("GetId", Self.getID)
            for await _ in arrivals { break }
            await site.shutDown()
            permit.yield()
            let answered = try await answer
            #expect(answered.status == 200)
        }
    }
}
