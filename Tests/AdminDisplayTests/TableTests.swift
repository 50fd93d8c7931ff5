import StrictJSON
import Testing

@testable import AdminDisplay

@Suite struct `A table` {
    private func rows(_ json: String) throws -> [JSONNode] {
        Array(try JSONDocument(json, limits: .request).root.elements)
    }

    @Test func `aligns its columns and ends no line in blanks`() throws {
        let rows = try rows(
            #"[{"id":"a","createdAt":"2026","guests":true},{"id":"longer","guests":false,"createdAt":null}]"#)
        #expect(
            Table(["id", "createdAt", "guests"], rows).lines(isWide: false) == [
                "ID      CREATED AT  GUESTS",
                "a       2026        yes",
                "longer  -           no",
            ])
    }

    @Test func `shows members of members, lists and objects on one line`() throws {
        let rows = try rows(#"[{"role":{"name":"r"},"tags":{"a":"1","b":"2"},"list":["x","y"],"none":[]}]"#)
        #expect(
            Table([Column("role.name", title: "ROLE"), "tags", "list", "none", "absent"], rows).lines(isWide: false)[1]
                == "r     a=1 b=2  x, y  -     -")
    }

    @Test func `cuts what is too long unless it is to be wide`() throws {
        let rows = try rows("[{\"a\":\"\(String(repeating: "x", count: 100))\"}]")
        #expect(Table(["a"], rows).lines(isWide: false)[1] == String(repeating: "x", count: 71) + "…")
        #expect(Table(["a"], rows).lines(isWide: true)[1] == String(repeating: "x", count: 100))
    }

    @Test func `lets nothing through that steers a terminal`() throws {
        let rows = try rows(#"[{"a":"\u001b[2J","b":{"\u0007":"\u009b"},"c":["\n"]}]"#)
        #expect(
            Table(["a", "b", "c"], rows).lines(isWide: true)[1] == "\\u{1b}[2J  \\u{7}=\\u{9b}  \\u{a}")
    }
}

@Suite struct `Details of one thing` {
    @Test func `are told member by member`() throws {
        let document = try JSONDocument(
            #"""
            {"id":"p","allowsGuests":false,"tags":{},"list":["a","b"],"nested":{"x":1,"yy":{"z":null}},
             "things":[{"name":"one","n":1},{"name":"two","more":{"k":"v"}},"three"],"esc\u001b":"\u001b"}
            """#, limits: .request)
        #expect(
            Details.lines(document.root, extra: [("etag", "\"1\"")]) == [
                "id            p",
                "allowsGuests  no",
                "tags          ",
                "list          a, b",
                "nested",
                "  x   1",
                "  yy",
                "    z  -",
                "things",
                "  - name  one",
                "    n     1",
                "  - name  two",
                "    more",
                "      k  v",
                "  - three",
                "esc\\u{1b}     \\u{1b}",
                "etag          \"1\"",
            ])
    }
}
