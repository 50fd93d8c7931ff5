import Foundation
import TestSupport
import Testing

@testable import Postgres

@Suite struct `A value` {
    private static let uuid = UUID(uuidString: "4D5E6F70-8192-A3B4-C5D6-E7F8091A2B3C")!

    @Test func `comes back as it was sent`() async throws {
        try await LentDatabase.client { client in
            let echo = Statement(
                "echo",
                """
                SELECT $1::boolean, $2::integer, $3::bigint, $4::text, $5::bytea, $6::uuid, $7::timestamptz, $8::text[],
                    $9::uuid[], $10::jsonb
                """, repeatable: true)
            let row = try await client.query(
                echo,
                [
                    .bool(true), .int32(-7), .int64(.min), .text("Zoë 🦊 \u{1F468}\u{200D}\u{1F469}"),
                    .bytes([0, 255, 0]),
                    .uuid(Self.uuid), .timestamp(Date(timeIntervalSince1970: 1_700_000_000.123456)),
                    .textArray(["", "a,b", "\"quoted\"", "NULL"]), .uuidArray([Self.uuid, Self.uuid]),
                    .json(#"{"a": [1, null]}"#),
                ])[0]
            #expect(try row.bool(0))
            #expect(try row.int32(1) == -7)
            #expect(try row.int64(2) == .min)
            #expect(try row.text(3) == "Zoë 🦊 \u{1F468}\u{200D}\u{1F469}")
            #expect(try row.bytes(4) == [0, 255, 0])
            #expect(try row.uuid(5) == Self.uuid)
            #expect(try abs(row.date(6).timeIntervalSince1970 - 1_700_000_000.123456) < 0.000_001)
            #expect(try row.textArray(7) == ["", "a,b", "\"quoted\"", "NULL"])
            #expect(try row.uuidArray(8) == [Self.uuid, Self.uuid])
            #expect(try row.text(9) == #"{"a": [1, null]}"#)
        }
    }

    @Test func `means to the server what it means here`() async throws {
        try await LentDatabase.client { client in
            let row = try await client.query(
                Statement(
                    """
                    SELECT $1::integer::text, $2::bigint::text, $3::uuid::text, ($4::timestamptz AT TIME ZONE 'UTC')::text,
                        $5::text[]::text, $6::bytea::text
                    """),
                [
                    .int32(-2), .int64(1 << 40), .uuid(Self.uuid),
                    .timestamp(Date(timeIntervalSince1970: 951_782_400.5)),
                    .textArray(["x", "y"]), .bytes([1, 171]),
                ])[0]
            #expect(try row.text(0) == "-2")
            #expect(try row.text(1) == "1099511627776")
            #expect(try row.text(2) == "4d5e6f70-8192-a3b4-c5d6-e7f8091a2b3c")
            #expect(try row.text(3) == "2000-02-29 00:00:00.5")
            #expect(try row.text(4) == "{x,y}")
            #expect(try row.text(5) == "\\x01ab")
        }
    }

    @Test func `may be empty, which is not NULL`() async throws {
        try await LentDatabase.client { client in
            let row = try await client.query(
                Statement("SELECT $1::text, $2::bytea, $3::text[], $4::uuid[], $5::text"),
                [.text(""), .bytes([]), .textArray([]), .uuidArray([]), .null])[0]
            #expect(try row.textIfPresent(0) == "")
            #expect(try row.bytesIfPresent(1) == [])
            #expect(try row.textArrayIfPresent(2) == [])
            #expect(try row.uuidArrayIfPresent(3) == [])
            #expect(try row.textIfPresent(4) == nil)
            #expect(try row.isNull(4))
            #expect(try !row.isNull(0))
        }
    }

    @Test func `may be several megabytes long`() async throws {
        try await LentDatabase.client { client in
            let big = [UInt8](repeating: 171, count: 8 << 20)
            let rows = try await client.query(Statement("SELECT $1::bytea, 1"), [.bytes(big)])
            #expect(try rows[0].bytes(0) == big)
            #expect(try rows[0].int64(1) == 1)
        }
    }

    @Test func `is found in its row and column`() async throws {
        try await LentDatabase.client { client in
            let rows = try await client.query(
                Statement("SELECT n, nullif(n, 2)::text, 'x' || n FROM generate_series(1, 3) n"))
            #expect(try rows.map { try $0.int64(0) } == [1, 2, 3])
            #expect(try rows.map { try $0.textIfPresent(1) } == ["1", nil, "3"])
            #expect(try rows.map { try $0.text(2) } == ["x1", "x2", "x3"])
            #expect(rows.affected == 3)
        }
    }

    @Test func `of the wrong type is refused, not misread`() async throws {
        try await LentDatabase.client { client in
            let row = try await client.query(
                Statement(
                    "SELECT 1::bigint, 'text', NULL::text, 'infinity'::timestamptz, '{{1}}'::text[], '{NULL}'::text[]"))[
                    0]
            #expect(throws: PostgresError.undecodable(column: 0, expected: "text")) { try row.text(0) }
            #expect(throws: PostgresError.undecodable(column: 1, expected: "bigint")) { try row.int64(1) }
            #expect(throws: PostgresError.undecodable(column: 1, expected: "uuid")) { try row.uuid(1) }
            #expect(throws: PostgresError.undecodable(column: 2, expected: "a value, found NULL")) { try row.text(2) }
            #expect(throws: PostgresError.undecodable(column: 3, expected: "timestamptz")) { try row.date(3) }
            #expect(throws: PostgresError.undecodable(column: 4, expected: "text[]")) { try row.textArray(4) }
            #expect(throws: PostgresError.undecodable(column: 5, expected: "text[]")) { try row.textArray(5) }
            #expect(throws: PostgresError.undecodable(column: 6, expected: "a column")) { try row.text(6) }
            #expect(throws: PostgresError.undecodable(column: 0, expected: "integer")) {
                try PostgresRow.one(.int8, [0, 0, 0, 1, 0, 0, 0, 0]).int32(0)
            }
        }
    }

    @Test(
        arguments: [
            [0, 0, 0, 1], [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 25, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 65],
            [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 25, 0, 0, 0, 1, 0, 0, 0, 1, 127, 255, 255, 255, 65],
            [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 25, 255, 255, 255, 255, 0, 0, 0, 1],
        ] as [[UInt8]])
    func `cut short or with a wrong length is refused`(bytes: [UInt8]) {
        #expect(throws: PostgresError.undecodable(column: 0, expected: "text[]")) {
            try PostgresRow.one(.textArray, bytes).textArray(0)
        }
    }
}

extension PostgresRow {
    fileprivate static func one(_ type: PostgresType, _ bytes: [UInt8]) -> PostgresRow {
        let table = PostgresRows.Table(types: [type], rowCount: 1, bytes: bytes, ends: [bytes.count], nulls: [])
        return PostgresRow(table: table, row: 0)
    }
}
