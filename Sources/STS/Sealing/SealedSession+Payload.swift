import IdentityModel

/// The bytes of a session: its fields in a fixed order behind a version. The same session always gives the same bytes.
///
/// INVARIANT: a released version is never read differently. A new field makes a new version, and the old one stays
/// readable until the last session with it has ended.
extension SealedSession {
    private static let payloadVersion: UInt8 = 1
    /// The same with ancestors behind it. A session without any is written in version 1, so that replicas of the release
    /// before go on reading nearly all sessions while they are replaced.
    private static let payloadVersionWithAncestors: UInt8 = 2

    /// What the sealed token holds.
    package var payload: [UInt8] {
        var writer = PayloadWriter()
        writer.write(byte: ancestors.isEmpty ? Self.payloadVersion : Self.payloadVersionWithAncestors)
        writer.write(byte: kind.rawValue)
        writer.write(account.rawValue)
        writer.write(principalID.rawValue)
        writer.write(principalPath)
        writer.write(principalName)
        writer.write(sessionName)
        writer.write(issuedAt)
        writer.write(expiresAt)
        writer.write(sourceIdentity) { $0.write($1) }
        writer.write(federation) {
            $0.write($1.provider)
            $0.write($1.audience)
            $0.write($1.subject)
            $0.write($1.methods)
        }
        writer.write(identity)
        writer.write(principalTags)
        writer.write(transitiveTagKeys)
        writer.write(policy) { $0.write($1) }
        writer.write(policyARNs)
        writer.write(scopeDown) {
            switch $1 {
            case .guest(let version): $0.write(number: UInt64(version))
            }
        }
        writer.write(isChained)
        writer.write(id)
        if !ancestors.isEmpty { writer.write(ancestors) }
        return writer.bytes
    }

    /// Reads a payload to its last byte.
    package init(payload: [UInt8]) throws(SealError) {
        var reader = PayloadReader(payload)
        let version = try reader.byte()
        guard version == Self.payloadVersion || version == Self.payloadVersionWithAncestors else {
            throw .unknownPayload(version: version)
        }
        self.init(
            kind: try reader.value(Kind(rawValue: reader.byte())),
            account: try reader.value(AccountID(reader.string())),
            principalID: try reader.value(UniqueID(reader.string())),
            principalPath: try reader.string(),
            principalName: try reader.string(),
            sessionName: try reader.string(),
            issuedAt: try reader.date(),
            expiresAt: try reader.date(),
            sourceIdentity: try reader.optional { reader throws(SealError) in try reader.string() },
            federation: try reader.optional { reader throws(SealError) in
                Federation(
                    provider: try reader.string(), audience: try reader.string(), subject: try reader.string(),
                    methods: try reader.strings())
            },
            identity: try reader.poolIdentity(),
            principalTags: try reader.tags(),
            transitiveTagKeys: try reader.strings(),
            policy: try reader.optional { reader throws(SealError) in try reader.string() },
            policyARNs: try reader.strings(),
            scopeDown: try reader.optional { reader throws(SealError) in
                .guest(version: try reader.value(UInt32(exactly: reader.number())))
            },
            isChained: try reader.bool(),
            id: try reader.uuid(),
            ancestors: version == Self.payloadVersionWithAncestors ? try reader.ancestors() : [])
        try reader.finish()
    }
}

extension PayloadWriter {
    fileprivate mutating func write(_ identity: SealedSession.PoolIdentity?) {
        write(identity) {
            $0.write($1.id)
            $0.write($1.pool)
        }
    }

    fileprivate mutating func write(_ ancestors: [SealedSession.Ancestor]) {
        write(number: UInt64(ancestors.count))
        for ancestor in ancestors {
            write(ancestor.issuedAt)
            write(ancestor.principalID.rawValue)
            write(ancestor.accessKeyID) { $0.write($1.rawValue) }
            write(ancestor.identity)
            write(ancestor.provider) { $0.write($1) }
            write(ancestor.subject) { $0.write($1) }
            write(ancestor.methods)
        }
    }
}

extension PayloadReader {
    fileprivate mutating func poolIdentity() throws(SealError) -> SealedSession.PoolIdentity? {
        try optional { reader throws(SealError) in
            SealedSession.PoolIdentity(id: try reader.regionalID(), pool: try reader.regionalID())
        }
    }

    /// At least one: without any the payload has the version before.
    fileprivate mutating func ancestors() throws(SealError) -> [SealedSession.Ancestor] {
        let count = try number()
        guard count > 0 else { throw .malformedPayload }
        var ancestors: [SealedSession.Ancestor] = []
        for _ in 0..<count {
            ancestors.append(
                SealedSession.Ancestor(
                    issuedAt: try date(), principalID: try value(UniqueID(string())),
                    accessKeyID: try optional { reader throws(SealError) in
                        try reader.value(AccessKeyID(reader.string()))
                    },
                    identity: try poolIdentity(),
                    provider: try optional { reader throws(SealError) in try reader.string() },
                    subject: try optional { reader throws(SealError) in try reader.string() },
                    methods: try strings()))
        }
        return ancestors
    }
}
