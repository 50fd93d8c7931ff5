import StrictJSON

/// Rows in aligned columns.
package struct Table {
    private let columns: [Column]
    private let rows: [JSONNode]

    /// The widest cell that is not cut.
    package static let widest = 72

    package init(_ columns: [Column], _ rows: [JSONNode]) {
        self.columns = columns
        self.rows = rows
    }

    /// - Parameter isWide: whether long texts stay whole.
    package func lines(isWide: Bool) -> [String] {
        let titles = columns.map(\.title)
        let cells = rows.map { row in
            columns.map { isWide ? $0.text(of: row) : $0.text(of: row).cut(to: Self.widest) }
        }
        let widths = columns.indices.map { index in
            cells.reduce(titles[index].count) { max($0, $1[index].count) }
        }
        return ([titles] + cells).map { line in
            // The last column is not padded: no line ends in blanks.
            zip(line, widths).enumerated()
                .map { $0.offset == columns.count - 1 ? $0.element.0 : $0.element.0.padded(to: $0.element.1) }
                .joined(separator: "  ")
        }
    }
}
