import IdentityModel
import Logging

extension Declaration {
    /// Tells of what may be meant and is more often forgotten.
    func warn(_ logger: Logger) {
        // At AWS the pool's id is how Cognito's classic flow works, and trust policies there ask for `amr` besides.
        for backEnd in backEnds where backEnd.kind != .aws && backEnd.audience == nil {
            logger.warning(
                """
                an STS back end has no audience of its own; if it takes the pool's id for one, whoever has a token of \
                GetOpenIdToken, guests too, can take roles there past Sluice
                """, metadata: ["back_end": "\(backEnd.name)"])
        }
    }
}
