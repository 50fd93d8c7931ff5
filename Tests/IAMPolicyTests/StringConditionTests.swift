import Testing

@Suite struct `String operators` {
    @Test(arguments: [
        ConditionVector("StringEquals", #""a""#, "a", true),
        ConditionVector("StringEquals", #""a""#, "A", false),
        ConditionVector("StringEquals", #"["x", "a"]"#, "a", true),
        ConditionVector("StringEquals", #""a*""#, "ab", false),
        ConditionVector("StringEquals", #""a*""#, "a*", true),
        ConditionVector("StringEquals", #""""#, "", true),
        ConditionVector("StringEquals", #"5"#, "5", true),
        ConditionVector("StringEquals", #"1.50"#, "1.50", true),
        ConditionVector("StringEquals", #"true"#, "true", true),
        ConditionVector("StringEquals", #"[]"#, "a", false),
        ConditionVector("StringNotEquals", #"[]"#, "a", true),
        ConditionVector("StringNotEquals", #""a""#, "b", true),
        ConditionVector("StringNotEquals", #"["x", "a"]"#, "a", false),
        // Composed and decomposed accents are two texts.
        ConditionVector("StringEquals", #""\u00e9""#, "e\u{301}", false),
        ConditionVector("StringEquals", #""e\u0301""#, "e\u{301}", true),
    ])
    func `compare code units`(_ vector: ConditionVector) throws { try vector.check() }

    @Test(arguments: [
        ConditionVector("StringEqualsIgnoreCase", #""AbC""#, "aBc", true),
        ConditionVector("StringNotEqualsIgnoreCase", #""AbC""#, "aBc", false),
        ConditionVector("StringEqualsIgnoreCase", #""a*""#, "ab", false),
        ConditionVector("StringEqualsIgnoreCase", #""\u00c9""#, "é", true),
        ConditionVector("StringEqualsIgnoreCase", #""S""#, "ſ", false),
        ConditionVector("StringEqualsIgnoreCase", #""\u03a3""#, "ς", false),
        ConditionVector("StringEqualsIgnoreCase", #""\u03a3""#, "σ", true),
        ConditionVector("StringEqualsIgnoreCase", #""\u0391\u03a3""#, "ας", true),
        ConditionVector("StringEqualsIgnoreCase", #""\u0391\u03a3""#, "ασ", false),
        ConditionVector("StringEqualsIgnoreCase", #""\u0391\u03a3\u0391""#, "ασα", true),
        ConditionVector("StringEqualsIgnoreCase", #""\u0391\u03a3'""#, "ας'", true),
        ConditionVector("StringEqualsIgnoreCase", #""\u0391\u03a3'\u0391""#, "ασ'α", true),
        ConditionVector("StringEqualsIgnoreCase", #""\u0130""#, "i\u{307}", true),
        ConditionVector("StringEqualsIgnoreCase", #""\u0130""#, "i", false),
        ConditionVector("StringEqualsIgnoreCase", #""\u00df""#, "SS", false),
    ])
    func `ignore case by lower-case mapping and not by folding`(_ vector: ConditionVector) throws { try vector.check() }

    @Test(arguments: [
        ConditionVector("StringLike", #""a*""#, "a", true),
        ConditionVector("StringLike", #""a*c""#, "abbbc", true),
        ConditionVector("StringLike", #""a?c""#, "abc", true),
        ConditionVector("StringLike", #""a?c""#, "ac", false),
        ConditionVector("StringLike", #""A*""#, "abc", false),
        ConditionVector("StringLike", #""*""#, "", true),
        ConditionVector("StringLike", #""?""#, "", false),
        ConditionVector("StringLike", #""a*b""#, "a\n\n/:b", true),
        ConditionVector("StringLike", #""a[bc]""#, "ab", false),
        ConditionVector("StringLike", #""a\\*""#, #"a\x"#, true),
        ConditionVector("StringLike", #""a\\*""#, "a*", false),
        ConditionVector("StringNotLike", #""a*""#, "abc", false),
        ConditionVector("StringNotLike", #""a*""#, "b", true),
        // `?` is one UTF-16 code unit.
        ConditionVector("StringLike", #""?""#, "é", true),
        ConditionVector("StringLike", #""?""#, "語", true),
        ConditionVector("StringLike", #""?""#, "😀", false),
        ConditionVector("StringLike", #""??""#, "😀", true),
        ConditionVector("StringLike", #""?*""#, "😀", true),
        ConditionVector("StringLike", #""*??""#, "é", false),
        ConditionVector("StringLike", #""??x""#, "😀x", true),
        ConditionVector("StringLike", #""e?""#, "e\u{301}", true),
    ])
    func `match wildcards over UTF-16 code units`(_ vector: ConditionVector) throws { try vector.check() }
}
