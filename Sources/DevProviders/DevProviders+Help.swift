extension DevProviders {
    static let help = """
        Providers for development: Google, Facebook, Twitter, Apple, Amazon and a user pool, played on this machine.
        NEVER FOR REAL USE: whoever asks gets a token of whomever they name.

        GET  /dev/token?provider=google&user=ada     a token, as text
               provider   google, facebook, twitter, apple, amazon, user-pool
               user       who signs in (ada)
               app        the client or app id it is for (the one app that is registered)
               lifetime   seconds (3600)
               flaw       what is wrong with it, see below
               kind       facebook: limited-login for a signed token
               claim.NAME a claim as JSON, for signed tokens: claim.hd="example.com"
        GET  /dev/flaws?provider=google              what can be wrong with a token
        POST /dev/clock?offset=3600                  sets the providers' clock off, in seconds
        POST /dev/outage?provider=facebook&kind=down puts one provider out of order; without kind back in order
               kind       down, html, throttled, redirect, oversize, duplicate-members
        POST /dev/revoke?token=…                     withdraws a token of Facebook, Twitter or Amazon
        POST /dev/user?user=ada&state=disabled       how the user pool sees a person: active, disabled, deleted, replaced
        """
}
