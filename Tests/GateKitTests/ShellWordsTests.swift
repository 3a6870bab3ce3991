import GateKit
import Testing

@Suite struct ShellWordsTests {
    @Test(
        "what a shell would read otherwise stands in quotes",
        arguments: [
            "", "a b", "$HOME", "`id`", "a\"b", "*", "~", "#x", "a\\b", "ä", "a;b&c|d", "!x",
        ])
    func quoted(word: String) {
        #expect(ShellWords.quoted(word) == "'\(word)'")
    }

    @Test("a quote is quoted, and what needs no quotes gets none")
    func plain() {
        #expect(ShellWords.quoted("it's") == #"'it'\''s'"#)
        #expect(
            ShellWords.line(["weld-gates", "--db", "results/a-1.db", "x y"])
                == "weld-gates --db results/a-1.db 'x y'")
    }
}
