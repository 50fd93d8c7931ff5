extension String {
    /// The text as it may reach a terminal: everything that steers one, or hides from the eye, is written out as
    /// `\u{1b}`. Letters of all scripts stay.
    ///
    /// - Source: Unicode Standard, general categories; UTR 36 on bidirectional controls.
    package var shown: String {
        guard !unicodeScalars.allSatisfy({ (0x20...0x7E).contains($0.value) }) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isVisible {
                text.unicodeScalars.append(scalar)
            } else {
                text += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return text
    }

    /// At most so many characters, the last of them an ellipsis where something is missing.
    func cut(to width: Int) -> String {
        guard let end = index(startIndex, offsetBy: width, limitedBy: endIndex), end < endIndex else { return self }
        return prefix(max(0, width - 1)) + "…"
    }

    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}

extension Unicode.Scalar {
    var isVisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        // Some look like nothing at all, and a no-break space like a space.
        case .spaceSeparator: value == 0x20
        default: !properties.isDefaultIgnorableCodePoint
        }
    }
}
