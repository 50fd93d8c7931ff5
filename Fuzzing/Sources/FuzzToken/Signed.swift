/// Keys whose private halves were thrown away, and everything that was ever signed with them.
enum Signed {
    static let keySet = #"""
        {"keys":[{"kty":"RSA","n":"0oKXuFR7uqTRXWHR4fczpTl6ZA5ftKVfKj4jCc35Py5PJmhNjefJuzUEF3hRHiJlEPiluqhXQ\#
        nnLSqDpUWnz1GVbdU4U147qyB89EEsqcSHdJsO4_IPuZ6rWFs2JXv8_09H4W6B_p0MN0PB9EvMst_GEC_Zf7eshXfNFpWs_8OQdj\#
        hZaC3LrXZMNGcwBlbnRNitl6nchDTfSv0vxxgDLDl2J_ga-bka2y5tXtK8J28CVZySB1bCS23xug_hXjCF43GdJhlEx3wvhWq4dB\#
        GxzsnhtaZFYdqTIpki8uN3dEhlMq5FEFS3ZG-nR-FlEL0xeTPrMpEnvfyLbJEm9g55usQ","e":"AQAB","kid":"rsa","use":\#
        "sig"},{"kty":"EC","crv":"P-256","x":"pa1C3eGt2z6sGwVlU-0bX-VQl_V5PlJ6ab2s5p301nM","y":"urWbOMIYLSfG\#
        PGGNgWR5YC1-u3-1BMLwJYiloJX95XY","kid":"P-256","use":"sig"},{"kty":"EC","crv":"P-384","x":"pgHQqqJXW\#
        cgumwXZ_Eckhvb29QG0VHGKX_vCxmdduRJZGRKUEWLzTizIiFuAmcsE","y":"qHra7kwqPTm9LAWKBIkT6zDZfDOOckFHJz4y-o\#
        a0xXme3-5kTyMOT0YsUAG2PlP_","kid":"P-384","use":"sig"},{"kty":"EC","crv":"P-521","x":"AFY42I9hmqoAyS\#
        zfPyy_0syAciqMhLgm_nEdlKwYIXQjWe2Okg_YOnVfpu1bBatATIO6YRdiXXjOiFYrdjAlTpAC","y":"AWPIyIsnFKB6k7LLOxr\#
        sT2RpAVE-eicfwx5ZKHWE5yJDV7gd-I5T5ibx2hSWWytsoMssoOhmhxshv5nOw3hmsfhE","kid":"P-521","use":"sig"},{"\#
        kty":"OKP","crv":"Ed25519","x":"usE5eVfjmdCsS_Lnj4f_7nFR4JQRhQax-xtLcbtmCiE","kid":"ed","use":"sig"}\#
        ]}
        """#

    /// What the fuzzer is given is the corpus; a token that verifies must be one of these.
    static let inputs: Set<String> = [
        """
        eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InJzYSJ9.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlLmNvbSIsInN\
        1YiI6IjExMDE2OTQ4NDQ3NDM4NjI3NjMzNCIsImF1ZCI6ImNsaWVudC0xIiwiaWF0IjoxNzY3MjI1NjAwLCJleHAiOjE3NjcyMjk\
        yMDB9
        """,
        """
        eyJhbGciOiJSUzUxMiIsInR5cCI6IkpXVCIsImtpZCI6InJzYSJ9.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlLmNvbSIsInN\
        1YiI6IjExMDE2OTQ4NDQ3NDM4NjI3NjMzNCIsImF1ZCI6ImNsaWVudC0xIiwiaWF0IjoxNzY3MjI1NjAwLCJleHAiOjE3NjcyMjk\
        yMDAsImF6cCI6ImNsaWVudC0xIiwiYXV0aF90aW1lIjoxNzY3MjI1NTAwLjI1fQ
        """,
        """
        eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlLmNvbSIsInN1YiI6IjExMDE2OTQ\
        4NDQ3NDM4NjI3NjMzNCIsImF1ZCI6ImNsaWVudC0xIiwiaWF0IjoxNzY3MjI1NjAwLCJleHAiOjE3NjcyMjkyMDAsIm5iZiI6MTc\
        2NzIyNTYwMCwieCI6eyJcdTAwZTkiOlsxLHRydWUsbnVsbCwtMC41ZTNdfX0
        """,
        """
        eyJhbGciOiJQUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InJzYSJ9.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlLmNvbSIsInN\
        1YiI6IjExMDE2OTQ4NDQ3NDM4NjI3NjMzNCIsImF1ZCI6ImNsaWVudC0xIiwiaWF0IjoxNzY3MjI1NjAwLCJleHAiOjE3NjcyMjk\
        yMDB9
        """,
        """
        eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IlAtMjU2In0.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlLmNvbSIs\
        InN1YiI6IjExMDE2OTQ4NDQ3NDM4NjI3NjMzNCIsImF1ZCI6ImNsaWVudC0xIiwiaWF0IjoxNzY3MjI1NjAwLCJleHAiOjE3Njcy\
        MjkyMDAsImF1ZDIiOlsiYSIsImIiXX0
        """,
        """
        eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCIsImtpZCI6IlAtMzg0In0.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlLmNvbSIs\
        InN1YiI6IjExMDE2OTQ4NDQ3NDM4NjI3NjMzNCIsImF1ZCI6ImNsaWVudC0xIiwiaWF0IjoxNzY3MjI1NjAwLCJleHAiOjE3Njcy\
        MjkyMDAsImF1ZDIiOlsiYSIsImIiXX0
        """,
        """
        eyJhbGciOiJFUzUxMiIsInR5cCI6IkpXVCIsImtpZCI6IlAtNTIxIn0.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlLmNvbSIs\
        InN1YiI6IjExMDE2OTQ4NDQ3NDM4NjI3NjMzNCIsImF1ZCI6ImNsaWVudC0xIiwiaWF0IjoxNzY3MjI1NjAwLCJleHAiOjE3Njcy\
        MjkyMDAsImF1ZDIiOlsiYSIsImIiXX0
        """,
        """
        eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCIsImtpZCI6ImVkIn0.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlLmNvbSIsInN1\
        YiI6IjExMDE2OTQ4NDQ3NDM4NjI3NjMzNCIsImF1ZCI6ImNsaWVudC0xIiwiaWF0IjoxNzY3MjI1NjAwLCJleHAiOjE3NjcyMjky\
        MDB9
        """,
    ]
}
