internal import WeldContract

extension CommandSyntax {
    /// The text of `--help`: usage, every option, notes, exit codes, examples; at most 80 columns
    /// where the words allow it.
    public var helpText: String {
        var text = summary + "\n\nUSAGE\n"
        text += wrapped(usageWords, first: "  \(program)", indent: program.utf8.count + 3)
        text += "\nOPTIONS\n"
        for option in options {
            let head = "  " + option.name + (option.placeholder.map { " " + $0 } ?? "")
            let required = option.isRequired ? "Required. " : ""
            text += entry(head, required + option.help)
        }
        text += entry("  --help", "Prints this text.")
        text += entry("  --version", "Prints engine version, build and protocol version.")
        if role != nil {
            text += entry("  --contract", "Prints what this program offers to a judge, as JSON.")
        }
        if !notes.isEmpty { text += "\n" + notes + "\n" }
        text += "\nEXIT CODES\n"
        for code in ExitCode.allCases {
            let number = String(code.rawValue)
            let padding = String(repeating: " ", count: 4 - number.utf8.count)
            text += padding + number + "  " + code.meaning + "\n"
        }
        text += "\nEXAMPLES\n"
        for example in examples { text += "  " + example + "\n" }
        return text
    }

    private var usageWords: [String] {
        options.map { option in
            let word = option.name + (option.placeholder.map { " " + $0 } ?? "")
            let shown = option.isRequired ? word : "[\(word)]"
            return option.repeats ? shown + "…" : shown
        }
    }

    /// One option: its head, then its sentences from column 26 on.
    private func entry(_ head: String, _ sentences: String) -> String {
        let column = 26
        let words = sentences.split(separator: " ").map(String.init)
        let gap = column - head.count
        if gap >= 2 {
            let start = head + String(repeating: " ", count: gap - 1)
            return wrapped(words, first: start, indent: column)
        }
        let start = String(repeating: " ", count: column - 1)
        return head + "\n" + wrapped(words, first: start, indent: column)
    }

    /// Lines of at most 80 columns; `first` begins the first one.
    private func wrapped(_ words: [String], first: String, indent: Int) -> String {
        var text = ""
        var line = first
        var isEmpty = true
        for word in words {
            if !isEmpty, line.count + 1 + word.count > 80 {
                text += line + "\n"
                line = String(repeating: " ", count: indent - 1)
            }
            line += " " + word
            isEmpty = false
        }
        return text + line + "\n"
    }
}
