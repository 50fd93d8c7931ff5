/// One mistake in a file, with its place.
package struct YAMLMistake: Sendable, Equatable, CustomStringConvertible {
    package var file: String
    /// Counted from 1.
    package var line: Int
    /// The field, dots between its levels. Empty when the file as a whole is meant.
    package var field: String
    package var reason: String

    package init(file: String, line: Int, field: String, reason: String) {
        self.file = file
        self.line = line
        self.field = field
        self.reason = reason
    }

    package var description: String {
        field.isEmpty ? "\(file):\(line): \(reason)" : "\(file):\(line): \(field): \(reason)"
    }
}

/// Every mistake of every file, in the order of files and lines.
package struct YAMLMistakes: Error, Equatable, CustomStringConvertible {
    package let mistakes: [YAMLMistake]

    package init(_ mistakes: [YAMLMistake]) {
        self.mistakes = mistakes
    }

    package var description: String { mistakes.map(\.description).joined(separator: "\n") }
}

/// The mistakes found so far in one file.
package final class YAMLLog {
    package let file: String
    package private(set) var mistakes: [YAMLMistake] = []

    package init(file: String) {
        self.file = file
    }

    package func note(_ reason: String, at field: String, line: Int) {
        mistakes.append(YAMLMistake(file: file, line: line, field: field, reason: reason))
    }
}
