import TestSupport

/// RSA signatures over one signing input, made by hand: each block was put together octet by octet and then raised to
/// the private exponent of a key that was thrown away. All but the first are wrong, in the ways of the rsa_signature
/// tests of Project Wycheproof.
enum RSABlocks {
    static let jwk: RawObject = [
        "kty": "\"RSA\"", "kid": "\"key-1\"", "e": "\"AQAB\"",
        "n": """
        "l-VAuDqXUr5d4R10FsjfViJYp4QNlyUKIu8-wX6pnjtMcXp5a_XpKEa9ZGnB-Ts-_j4SjoGMEExkgMAnmg_-L5TILFqlA4-im25_0\
        0lj5dXPW0bLvqKtOcMNiuLMkBuxwbtzqSqlTHA6ZI8iqPWd1AMltV1V6ZuycXdZx3UyP0GHBo_SaL6y1hzJnKh2aIQV28KazQfloyo\
        N4upFVQRfpMJlmSFHg2v6Up8ZZExqnfDZu9ewnDmEvI3FA4VrXfTT_B2ZXVcHRVcd_ZIx8otGg-0Wf_LhWt_7mckE4KhESr1-POnDn\
        P-6M4GuC7Z73VodMh9jVmHWPij0Bj6Qm_dzmQ"
        """,
    ]
    static let signingInput = """
        eyJhbGciOiJSUzI1NiIsImtpZCI6ImtleS0xIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlLmNvbSIsIn\
        N1YiI6InN1YmplY3QtMTk0IiwiYXVkIjoiY2xpZW50LTEiLCJpYXQiOjE3NjcyMjU2MDAsImV4cCI6MTc2NzIyOTIwMH0
        """
    static let good = """
        ADWi3dpdrJRLdNExP224uNEpiCQH_4q6WDBmJKe0QP5pheUcbJOEYbytHboWq8Je3dKYKeBJuJa-NHyShFx8Kqmf0Ibanrob-3Fkqb\
        297l75qDhtruU-03DXEYhrFfCAE2XgAADAfF9yXfFuVJTlPvIlD4h7oYwpMT97_8vfKcdyzb4gLK7mTWJnouOli1NWGpdjEHtG1rqJ\
        On9qbXInPqEgf6-Sw_smWNlLq_gBgwfbHoZ3nZMrlfw1ftvuSd9vapbqhUe-UXGg2prDmYkaIgoZQIPls3WQ3WoBbhh5sgwMMbBBCb\
        qF5INNvBZgL-stAa7H2y_5oA93q_EI1xPOuw
        """
    static let bad: [(what: String, signature: String)] = [
        (
            "row 41: its leading zero taken away",
            """
            NaLd2l2slEt00TE_bbi40SmIJAf_irpYMGYkp7RA_mmF5Rxsk4RhvK0duharwl7d0pgp4Em4lr40fJKEXHwqqZ_Qhtqeuhv7cW\
            Spvb3uXvmoOG2u5T7TcNcRiGsV8IATZeAAAMB8X3Jd8W5UlOU-8iUPiHuhjCkxP3v_y98px3LNviAsruZNYmei46WLU1Yal2MQ\
            e0bWuok6f2ptcic-oSB_r5LD-yZY2Uur-AGDB9sehnedkyuV_DV-2-5J329qluqFR75RcaDamsOZiRoiChlAg-WzdZDdagFuGH\
            myDAwxsEEJuoXkg028FmAv6y0BrsfbL_mgD3er8QjXE867
            """
        ),
        (
            "row 41: a zero put in front",
            """
            AAA1ot3aXayUS3TRMT9tuLjRKYgkB_-KulgwZiSntED-aYXlHGyThGG8rR26FqvCXt3SmCngSbiWvjR8koRcfCqpn9CG2p66G_\
            txZKm9ve5e-ag4ba7lPtNw1xGIaxXwgBNl4AAAwHxfcl3xblSU5T7yJQ-Ie6GMKTE_e__L3ynHcs2-ICyu5k1iZ6LjpYtTVhqX\
            YxB7Rta6iTp_am1yJz6hIH-vksP7JljZS6v4AYMH2x6Gd52TK5X8NX7b7knfb2qW6oVHvlFxoNqaw5mJGiIKGUCD5bN1kN1qAW\
            4YebIMDDGwQQm6heSDTbwWYC_rLQGux9sv-aAPd6vxCNcTzrs
            """
        ),
        (
            "row 41: the modulus added",
            """
            mBrjlhT0_1KpVe6lVjaYDvOCL6gVlq_Eex-k5iZd3zm191-V2IltigNqgiPYpP2d3BCquGHVyOMitTy6Hmx6Wj5n_OF_okm-lt\
            _kfQch1DTJA385bYfsDTPknGs3pgwx1SFTqStlyM-swoCQ_YqDEvVKxOXRiyfborbVx0ERaQj51E3ylW2ZI38xP4wb89dr9ln9\
            3YMseeSXHWmvwnaG42OGGNDaR2cgq3hlEERsIPi02l4oOcywUon6gmFZp9RDZrSD4p7Flsi-2Cz1jBRgpfcvwHbHDlWMdzMGTs\
            C9_MmKbpoEprpAGAT7x8zcDUVKM84rMZHP3jhrsi-ZcwtCVA
            """
        ),
        (
            "row 41: a zero put behind",
            """
            ADWi3dpdrJRLdNExP224uNEpiCQH_4q6WDBmJKe0QP5pheUcbJOEYbytHboWq8Je3dKYKeBJuJa-NHyShFx8Kqmf0Ibanrob-3\
            Fkqb297l75qDhtruU-03DXEYhrFfCAE2XgAADAfF9yXfFuVJTlPvIlD4h7oYwpMT97_8vfKcdyzb4gLK7mTWJnouOli1NWGpdj\
            EHtG1rqJOn9qbXInPqEgf6-Sw_smWNlLq_gBgwfbHoZ3nZMrlfw1ftvuSd9vapbqhUe-UXGg2prDmYkaIgoZQIPls3WQ3WoBbh\
            h5sgwMMbBBCbqF5INNvBZgL-stAa7H2y_5oA93q_EI1xPOuwA
            """
        ),
        (
            "row 42: a long-form length in the outer sequence",
            """
            kSURk0EYm2KKln5UNXPzDPghF-SNVOWpCREcCjjYQpjPzk5am6B4Pf7Rq7VtbF6P0plvT_3hgM0HVGa5gTOdvf6MjwoYBnVus0\
            k1P1JCzUy5bZHPjmV9JBlWROYVKQALE2p3t2z8TQV-_vT71FC_fAXWqvMr7hJY7LGA-9XcWPIkXoR9N3JgQvCEJ8Q1tKQtRmq2\
            WM3mz0OoaPGOpne1n1gEsUyUxjsdEx9Issu6PCU2IzV7nR9faFD5tDWXiQ63sqXi6ULdEqpqRpAb_E8LHAQGpzPmoobxb2WFi4\
            B6_uY9UAJXJiqRrDf0d_8UGS4qYg6u8L5WMde6tEdjrjwpIw
            """
        ),
        (
            "row 42: a long-form length in the hash",
            """
            ar2ldZWPdiUPZrKIg0ygpxKbk2WPoi28aTgXiZi_-4aRsCJ6TgA2MdfZQ9E_oYSnUsa1ORDoToaLezQ5l2dJX8V_Y3y3gtoTZT\
            Q8bOvFeUXte6uFIOWppPmtEvrcs05on2WQKSPMWhR1zNzZJ-M10FJL1gHIu_hsDX1PqGcVTIb4m-ymcHbb9j6xvmfERszWqzTO\
            YcQKFwVU6Q5KtcKSapPaF7Fdevh7hPBOFt1THmmtQZXH1PGg34t_l08cQ204tcifOY1gJ3XMzKJGKrWYb_PYqaiF9aQvbg_jds\
            lrcUOlmyuqiiZw25dCoJO9S0KRqVPrP6SHHicMtYB4lHqCRA
            """
        ),
        (
            "row 42: an indefinite length",
            """
            lfShwkIkPeePt3-tLmdpWbTHvqnxYU6WQ_NAVlNcth7xYXcoK1eP_0dF2gSIe6kCifHKNpW4TiDIsd8jrWqyIbTCXg6f-UHdkW\
            zeXxQ9Bh05onWxBoYv8Lwma4CbR-G4MukUHtKKVVu2tTTe2sMgSDsqKVOESYCz1JkO430bKQgQlRdP33GyZpHNqKle_d1tYLl5\
            8bWIsb_vfMRqXACPq7Ga0_zOtLqgxg5tDPfZyQug_96Ih9FClZ_mK7aevu9UXGWyGR60OiJMV339MoGkpHNXvm2qYXR5CCxWz_\
            kMpM7sVK4r068cAxvd-tFk_U1REOaa54ygk7CkM42uNl1cDg
            """
        ),
        (
            "row 42: garbage behind the hash",
            """
            PXw26gHdW48cfxpGxive-DRtYBet25TtmdxeKKLRSQzUTu5UyCpJYJHWi-4D85aH96G7-NdgnshHLld9AR9-ICfcV0zMuD7EKe\
            uxcjZbyQbcG0_YrVjh0WUf0f3QYcD8WNinNBW8WxwHyrc4kcou4jK1RZYY5lHdFshiKMqCYvnPDwZys9wqV9ng02zfkGQIfU0B\
            _6miNV4lzudcT_RsjnyUc7ahpUFdCFl2NxFvXcIOKi5BtWEQXed-r8EaT_MLaJakYmpuCUvlbT9CUuZiJhmZldPHafVzimzqaS\
            af-qkRtmW0SqduwJlhk9VBWE34NvBqaoGl82L16GfMyXKXeA
            """
        ),
        (
            "row 42: garbage inside the sequence",
            """
            Hve0vE6R2zzsfH0P161_wh5iEMx3mEmGO7eulT_uRe30ExmfTyLiA9kZlXK-GTvWYwgnY0Ko5TKml6nc5lkyIhMCHI3ysdfwKy\
            D6j8TjD6ZBoyz5DiZiy_xapp9XT0bmxdvQig_towTLa8d30Z6dl5b6NSbfG8DVT0XU4iqJPhHb6GEZRpH5ZnSx5c71Bm2EF-wl\
            y7W6fNvphsgV67QOfOKZ9dl4ruacvsk7svpmHQJn1AhhhYXU2wCHTPL93Cl6wcGBfTYVMoomFBLtjgYcduIOTglyogDAGR78AD\
            Vxoufw6iqfkDwM-8WpRUet1jODhKKATJZCMioVXmIbW8l-Uw
            """
        ),
        (
            "row 42: no NULL",
            """
            D-KSNiSokjG1V4lONZt9OcyvPQhPH4ePkZWJYc3JJxB0RPCQEXfBdCwhUPKVptLae2LntekXkoqnij_n_TF5MzlIGoBSLGtY48\
            w_qlmgH0LdRr2YiiwdXF1WDnuJDOwQRiUQbiUx4G7uCg4fRXqEsZrPgsHGq_7VlknVJshLCpVEjlvO8VI42OhaUHckgUIExYOk\
            0yJnYir_Op7DS8Jv2hYID4674gPAaQZKG6g8mTl8ZRtL6T_i8KGsKPwIV4uQ1_LCbxuoHK_K6EaTe_rCEOFboULo-9_orzzj5e\
            759J-_OG3aC-DYEAljHp9N3vKNE6Q5EybwtszkY8TRzYbBmw
            """
        ),
        (
            "row 42: an empty octet string for the NULL",
            """
            bwewoAzZyKqXjGGf6D_KL83fOOIH_PO5GWS5i9LxL8w3EQt8LGVAn6dD6XjUGdStfV--fbagl--UVi64KrJC2f3D80nHJdLmFl\
            dTURqk0gLJO8B2MPDoDN9PupttDZN2ox0bswLGMs_HDZux9Q2RxN39N0YoI0qmD6zOkQXBqsFq9goImaV_ZVNeshMxw3K-GHXN\
            IK28altdPDHO0-2ATqsG2dNnleBprPB9vReJvY8DrJuj_B-LkCS3PkJ7R0vMk3KYfdG0jJI4cJBI7GMNwgxBewTUHek4ycU7RQ\
            7kW6iLcCQoVlvIGFnpL0hGa31TG4hj1RTF7-x9Ub2ZidQt6g
            """
        ),
        (
            "row 42: the name of SHA-384",
            """
            DWzdYnFPEjS8n3nbxBiJfW5bVfcOwoKEKs24uFnr0d8j1r5oLFXSy01CBeF6ld-C6C14jGzePMrlQMT_JyiMIUQon0bo9mAIr1\
            mpGJFLG1wAcAhUkPjAEvozmHVIqRet5pP54g4v564zhGLhn75T871YZliIbDRRi1hJPkrRtNCIC_GMlyw6M_RTEnWE4Ev00w86\
            g_QKZMjAD0Y45st2ZfiZ9Uw1IwXlOjtIHz-VzAHqT1savyqkT4EaaJif7CirdiQkBkQAMOTrGMxcAJbMguCq2iQOME5_SG7hii\
            UaIVj0J8xUh3VpDf8v2ylwPkhGZ9DvtjeK4rkaCaCszkFXow
            """
        ),
        (
            "row 42: the name of SHA-1",
            """
            hnDLDhp3ywhYMfgJA8M9evPkxgpdlYj6v2fXWcteroWtaIgnfH8gc3bfSzczlM8iucKfp5K8lk7oQzeky6OVL77RMTz4HCawlA\
            v-UB7xkpcEf5s38RmJ_AHx_d8R9djTs7LSQylMCIi4kc6wFIzgdiNLMuVRFBcqFibXWZ9FUlWCRF0CCy7Dsjgv-PL_1LS8ZnBR\
            ARMCuKHkKlolc10Dj0kwZY-Vt2lcA5aow0n_GV4w5g80PPKH-wf-RICk-wb5cEEU2FjA9mBuODjEaYTw73eXdiokK-BDFlj4Pd\
            XLktU7aj2AFMRd4AQHXSb291JLNlT6mQ21VKYTvDOVFkQChA
            """
        ),
        (
            "row 42: a short padding",
            """
            KZ-0SC1VSr0c3Batf8Tt8vqpOktWB0FtrUoxUJXN2ZU2uuGRNPcyffSNQJsh16xTrN7TWEquRwuqegHpkE-l6dYc4PORyvSQTT\
            w9KATpkNWv8dj5z8sdnj3D81Fw0ERhtzvORLnOZhO1NTViTi3PtFOQUKapymhxvxyxN9zXEh0Pds53i9lrzPFCSG69o-NuDiXZ\
            Y_A0ZRdSCt5ohchFzOUApeDqtZbPf6m-GuL8v6UL1IimT7dtigxcpJSpaW4GlXRPDPnZkixhkqcoJaX2BTbxcZKTjcNLi4TXlI\
            CMtEyIg08KMQcnj06HiPFoXrUpMybbDEgJvyawSkmEHq1cBQ
            """
        ),
        (
            "row 42: a padding of zeros",
            """
            dyBZp2_lE6PLTQKkCQ5m1FcnHAvslBopREjtGRaKIhLN9s5qOfTySTb6HlHcmSkfpFFG9dRKJhns5WtI10fJtDPyZEj9aoqxdH\
            CCTb3lOzn-zdXWaGWlU34jPkL-5n0dwtEBaw62PzOB8SfQt9CyZ2vM844qv0C1V7xRMsAI7YWgc5kcYJ-6bp0XnOA_rVMbR5YR\
            BHirBERR6_8NtKxMSM4KMz42wVDZQRcv6H7VQuhgXBIY8DaFyjnOc0szvZeX9hioCM_MvnIkIyO2zc18_eQ9p2XEQDE8aIyEM8\
            CCFt2TsslJStU698_Gxqi8j6pHxFfliahPQuHsVNChQ9Mdwg
            """
        ),
        (
            "row 42: a hole in the padding",
            """
            BQnK3gdpqCpfqpuqKpjHottRTU4SvCBEaRMS9XtamWaiexBPzReDCUk0e6Xzo7c-jAhZWs-tfPru5Bewv1pGAeLc9WQgO0CgFv\
            6YhauQ4PflNk0_PNZtHf4R0IVZtwjj6w6B1d3JP6on0zirQrVK1z7ffMKlZmIvrFxqNZy-oiivtklkQ63HWYn5FTI4Jr3CZRO3\
            SdwL8koOQSxtVQeZTFFekpxgpJsDIQJWiA4iAVWi6dyK9PgH5Su-bg-CQCEAD1NMl-YKVnGdscfTe5WqwN4IhUNfh3U5EmexTn\
            s6i8RE4Uiin_rgzIJvjWK_wQ10FbaGmGUuvQwTu4JT7x9uqg
            """
        ),
        (
            "row 42: block type 2",
            """
            B0k9d5PfBX37erk44ik3KTe2vQg71uGQ4gNIGPOPSF_jH20nX-4PP5ySaFiiNV-b5x7Q80WdiJQo5OJgQvvJzgHL-6O9Bu1I4V\
            mG3P7bLkMMyaxxJ2BOuHzzuQk3DJ09kk0amWqGsxd8ZMfaftzAMY28k0OLlCcfJ1G4HnzVwyqsiS6KVRaIgHPqrpu-ZARgUR-y\
            N7wI9qN3IFlHfmiyxMwdL7JHCHsnn6fdOnDzIJAFMTHd0aoR38L6CmD9aL6mpVJQ75z9yQNQzu2rogUxvFGgx4v05bh9uSO8PH\
            yoG5ixjKhHNU8u-iLQuss7Sjrh2V7_Q1J-WRwsbWARyshtRg
            """
        ),
        (
            "row 42: block type 0",
            """
            i-ZT-E7Oo-LS8V_O0MAptrrOH2EHhC6v-cPWngslLrVPK3FUpiT3vZZMMruyDHSbOvJosE3ZOvVlEAAeYx3O0O7XiFUEGa6nz0\
            iKtEhy1N8Cv1I_VXtkUycffRJK5GqkDMeHjURmGC8n7T1tYsXu46MtfrGErPHR-dnKoSd25DvosGdoGEaXSrkWZo6BmbLCWekL\
            GDCYnx84WaVrIN8grJ3BM5vx5l2re7fdpcQQKTBJFK27FH-XjTOc5PL1sxEViQ0NwHWfWS7kdh7PEEw8o2iy2t7B3sGngcbd-r\
            64BVfpZge9z1fvaEqRH-Rl5hOtVpUbsJtZCNYN9aoYFZdGFw
            """
        ),
        (
            "row 42: no separator",
            """
            DsvUTWC6qARFIVRZoATdaE2owXbkFXYANe5R0S7ihy7K9ctkIFOPyH-rJ0jQ2NyrcaJ0lnHRPaWR96B_Z6w1ufFCkq6Z2FKj52\
            bMXA22FjPAxNi3jlwS6Ite6XYWGOw3Te0eDGD-CAkcb2VO6aXmM_t0k7kOLCUrAibTM_gtLGOs8b4J4qdl8m4uW3n8PTWrJu2l\
            bCNWudB14l-75OSgN881Dg-QWEHiCKaUJxXhHjjJktb3k3RrV7dqxx_JXpx_hMr7UCf-rm92qlFoSzZZRzOEy-ZUJXUahXhXpy\
            s-_uyKfTdtZcxrpYl9HKY7HG9pgMsK-iq7EUiYjOdwyJgdVg
            """
        ),
        (
            "row 42: the bare hash",
            """
            jfNLAx28pATFVW3vJiwaNdeFOQiRzTlNT_dXScM0zyRDSbZwgpu5o9_eyH5U5Ltyao6D1tfTC18k44c8ZOh-k41ydZojmzpDvL\
            KHrLPVp4XkJLg2l52aFbdbsEB8_CE24e6d1NntqyyPooO-KJcOckoc5QQY2DjVkQRrW0uMgmAkJe-j44icCB7AAFsDRKgKcHSD\
            MUxcvARXPJF1JhjxTUHgoQ_4rrM3-zn9HqJoyypZM36t4tSUUIT4fdBbj8ni5M0Il2uupFfN6ty86lw5urJXusHRQSVE9AJRLe\
            r5_20esYwAf6vzwM9o3roXVDBCERtOLUWRchusUdttClg8OA
            """
        ),
        (
            "row 43: zero",
            """
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
            """
        ),
        (
            "row 43: one",
            """
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQ
            """
        ),
        (
            "row 43: the modulus",
            """
            l-VAuDqXUr5d4R10FsjfViJYp4QNlyUKIu8-wX6pnjtMcXp5a_XpKEa9ZGnB-Ts-_j4SjoGMEExkgMAnmg_-L5TILFqlA4-im2\
            5_00lj5dXPW0bLvqKtOcMNiuLMkBuxwbtzqSqlTHA6ZI8iqPWd1AMltV1V6ZuycXdZx3UyP0GHBo_SaL6y1hzJnKh2aIQV28Ka\
            zQfloyoN4upFVQRfpMJlmSFHg2v6Up8ZZExqnfDZu9ewnDmEvI3FA4VrXfTT_B2ZXVcHRVcd_ZIx8otGg-0Wf_LhWt_7mckE4K\
            hESr1-POnDnP-6M4GuC7Z73VodMh9jVmHWPij0Bj6Qm_dzmQ
            """
        ),
        (
            "row 43: the modulus less one",
            """
            l-VAuDqXUr5d4R10FsjfViJYp4QNlyUKIu8-wX6pnjtMcXp5a_XpKEa9ZGnB-Ts-_j4SjoGMEExkgMAnmg_-L5TILFqlA4-im2\
            5_00lj5dXPW0bLvqKtOcMNiuLMkBuxwbtzqSqlTHA6ZI8iqPWd1AMltV1V6ZuycXdZx3UyP0GHBo_SaL6y1hzJnKh2aIQV28Ka\
            zQfloyoN4upFVQRfpMJlmSFHg2v6Up8ZZExqnfDZu9ewnDmEvI3FA4VrXfTT_B2ZXVcHRVcd_ZIx8otGg-0Wf_LhWt_7mckE4K\
            hESr1-POnDnP-6M4GuC7Z73VodMh9jVmHWPij0Bj6Qm_dzmA
            """
        ),
    ]

    /// The same claims under a header that names PS256.
    /// Cubes whose first bytes are a short block over `signingInput`, with whatever follows from the root behind it:
    /// made without any private key, for verifiers that stop reading at the hash.
    ///
    /// - Source: Bleichenbacher's forgery of 2006, CVE-2006-4339.
    static let cubeRoots: [(padding: Int, signature: String)] = [
        (
            8,
            """
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAMsv9SnrceQVYPXZ1IPUWQHWRdtN4JvLvY649x6v5So-icBpmg77EV_PVMPa3kRZhkFsZX5cc\
            aWTziIgnHmbZGp0PT7kQRcKiy81IW-x89tGJtJCncg
            """
        ),
        (
            20,
            """
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAMsv9SnrceQVgszNWh7ib3jMA7EKoy5NKfY6v4-MfQ6px9XCU-0f4y7FYDz1Ck48cokLvGmRY\
            tHJ3iH3sPHu73jhn30MePBG2JbrWeZt4dTVKTEQShg
            """
        ),
    ]

    static let saltedInput = """
        eyJhbGciOiJQUzI1NiIsImtpZCI6ImtleS0xIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlLmNvbSIsIn\
        N1YiI6InN1YmplY3QtMTk0IiwiYXVkIjoiY2xpZW50LTEiLCJpYXQiOjE3NjcyMjU2MDAsImV4cCI6MTc2NzIyOTIwMH0
        """
    static let badSalted: [(what: String, signature: String)] = [
        (
            "no salt",
            """
            BZnmemW_LEzlDNp4ok9d7zG_SduHJCNuxjskNvdnlSXRKXsv6vYfgV-ZP9lPGDVqAbothqxZG0fDo0R2NJdnlwuh8dUWbbVRkH\
            A4W8lMEw1TjtG8NqSZuqQmJQeuxr5BiiIhTbrIdL3gDWToAgxlRUzlQzWDSQnbmcE-uTbXLalZSsabgrWhzog1EuEI-lQTZTgt\
            GhjtxsxAAX_doo4Oz73gIvi1chiv1Ffb-8GQuKVDqBCeKRU7fvz6G2UYNennX2C6VMq2x8NcL6YtcJe9ORrWmo-00pGx31Lg4q\
            LO0rahcO9_5UhhQn52BbHbQKGGdXeJMFHXMPOjXaBUHuCTyA
            """
        ),
        (
            "a mask made with SHA-1",
            """
            S4Y1LIlPjEiGJNZlfMHYZ0MV6cBdY-Jsl9PFHWOPVpJcIqz9NdT_LV72-hs8Z87mtxEy9hN-QkXcPTzCMvnA4Lii2Ir1Irj0pM\
            Ca-ML0qe9qMX9JWKe5t1S3zpccVzCNLkAkIdytgJ9LoWOCbixXBl2-MVr4hYj5XBDbPc5TFDfbVfycNcJrlbunB1WTE9Ta_OlW\
            1urdvtNk77N1ZGvMWEwjvxtsiMWSzE3CkUwUyD57bLaCCTNP24xHHxs7uXzIksjhWJ-YBXFtV7_3e1l9tZcUQ_y2MT1TbUa56h\
            WR-2aWdsxSiWwjHk9ZUYvSE5WcF7BbL8bNw25oTgbvBsta8w
            """
        ),
    ]
}
