import Testing

@testable import AdminAPI

@Suite struct CursorTests {
    @Test(arguments: ["", "QQ==", "QUI=", "QUJD", "+/+/+w=="])
    func comesBackAsTheMarkerThatItWas(_ marker: String) {
        let cursor = Cursor.write(marker)
        #expect(
            cursor.utf8.allSatisfy { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=") })
        #expect(Cursor.read(cursor) == marker)
    }
}
