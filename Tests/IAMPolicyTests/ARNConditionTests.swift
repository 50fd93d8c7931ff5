import Testing

@Suite struct `ARN operators` {
    @Test(arguments: [
        ConditionVector("ArnEquals", #""arn:aws:s3:::bucket""#, "arn:aws:s3:::bucket", true),
        ConditionVector("ArnEquals", #""arn:aws:s3:::buck*""#, "arn:aws:s3:::bucket", true),
        ConditionVector("ArnLike", #""arn:aws:s3:::buck?t""#, "arn:aws:s3:::bucket", true),
        ConditionVector("ArnLike", #""arn:aws:s3:::Bucket""#, "arn:aws:s3:::bucket", false),
        ConditionVector("ArnLike", #""arn:AWS:S3:::bucket""#, "arn:aws:s3:::bucket", true),
        ConditionVector(
            "ArnLike", #""arn:aws:s3:*:bucket""#, "arn:aws:s3:eu-west-1:123456789012:bucket", false, asDeny: true),
        ConditionVector("ArnLike", #""arn:aws:s3:*:*:bucket""#, "arn:aws:s3:eu-west-1:123456789012:bucket", true),
        ConditionVector("ArnLike", #""arn:aws:s3:::b/folder/*/object""#, "arn:aws:s3:::b/folder/a:b/object", true),
        ConditionVector("ArnLike", #""arn:aws:s3:::b/folder/*/object""#, "arn:aws:s3:::b/folder/a/b/object", true),
        ConditionVector("ArnLike", #""arn:aws:s3:::name*""#, "arn:aws:s3:::name:suffix/object", true),
        ConditionVector("ArnLike", #""*""#, "arn:aws:s3:::bucket", true),
        ConditionVector("ArnNotEquals", #""arn:aws:s3:::buck*""#, "arn:aws:s3:::bucket", false),
        ConditionVector("ArnNotLike", #""arn:aws:s3:::x""#, "arn:aws:s3:::bucket", true),
        ConditionVector(
            "ArnLike", #""${test:Other}""#, .one("arn:aws:s3:::a*"), true, others: ["test:other": "arn:aws:s3:::a*"]),
        ConditionVector(
            "ArnLike", #""${test:Other}""#, .one("arn:aws:s3:::ab"), false, others: ["test:other": "arn:aws:s3:::a*"]),
        ConditionVector(
            "ArnLike", #""arn:aws:iam::${test:Other}:role/*""#, .one("arn:aws:iam::1:role/r"), true,
            others: ["test:other": "1"]),
        ConditionVector("ArnLike", #""${test:Gone}""#, .one("arn:aws:s3:::ab"), false),
        ConditionVector("ArnNotLike", #""${test:Gone}""#, .one("arn:aws:s3:::ab"), true),
    ])
    func `compare part by part`(_ vector: ConditionVector) throws { try vector.check() }

    @Test(arguments: ["", "not-an-arn", "arn:aws:s3::", "*", "urn:aws:s3:::bucket"])
    func `hold in neither form for a request without an ARN`(_ text: String) throws {
        try ConditionVector("ArnLike", #""*""#, text, false).check()
        try ConditionVector("ArnNotLike", #""arn:aws:s3:::x""#, text, false).check()
        try ConditionVector("ArnLike", #""not-an-arn""#, text, false).check()
    }

    @Test(arguments: [
        ConditionVector("ArnLike", #""not-an-arn""#, "arn:aws:s3:::bucket", false, asDeny: true),
        ConditionVector("ArnNotLike", #""not-an-arn""#, "arn:aws:s3:::bucket", false, asDeny: true),
        ConditionVector("ArnEquals", #""arn:aws:s3""#, "arn:aws:s3:::bucket", false, asDeny: true),
        ConditionVector("ArnLike", #"["arn:aws:s3:::bucket", "not-an-arn"]"#, "arn:aws:s3:::bucket", true),
        ConditionVector(
            "ArnLike", #"["not-an-arn", "arn:aws:s3:::bucket"]"#, "arn:aws:s3:::bucket", false, asDeny: true),
        ConditionVector("ArnNotLike", #"["arn:aws:s3:::bucket", "not-an-arn"]"#, "arn:aws:s3:::bucket", false),
        ConditionVector(
            "ArnNotLike", #"["not-an-arn", "arn:aws:s3:::bucket"]"#, "arn:aws:s3:::bucket", false, asDeny: true),
        ConditionVector("ArnLikeIfExists", #""not-an-arn""#, .missing, true),
        ConditionVector("ForAnyValue:ArnLike", #""not-an-arn""#, .list(["arn:aws:s3:::b"]), false, asDeny: true),
        ConditionVector("ForAllValues:ArnLike", #""not-an-arn""#, .list([]), true),
        ConditionVector(
            "ForAnyValue:ArnLike", #"["arn:aws:s3:::b", "x"]"#, .list(["arn:aws:s3:::a", "arn:aws:s3:::b"]), true),
        ConditionVector(
            "ForAllValues:ArnLike", #"["arn:aws:s3:::b", "x"]"#, .list(["arn:aws:s3:::a", "arn:aws:s3:::b"]), false,
            asDeny: true),
        ConditionVector("ForAllValues:ArnLike", #"["x"]"#, .list(["arn:aws:s3:::a", "no"]), false),
    ])
    func `leave a broken policy value open, which an Allow pays for`(_ vector: ConditionVector) throws {
        try vector.check()
    }
}
