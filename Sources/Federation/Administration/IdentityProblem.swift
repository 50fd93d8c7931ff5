import IdentityModel
import Storage

/// Why something that only administrators do to identities was not done. Nothing was changed then.
package enum IdentityProblem: Sendable, Equatable {
    case refused(IdentityRefusal)
    case mergeNotFound(String)
    case undoneBefore
    /// The survivor was merged itself, or is gone: that merge has to be undone first.
    case survivorMerged
    /// No identity of the pool owns the login.
    case loginNotFound
    /// As many exports as may be are under way.
    case tooManyExports(limit: Int)
    /// The same of imports.
    case tooManyImports(limit: Int)
}
