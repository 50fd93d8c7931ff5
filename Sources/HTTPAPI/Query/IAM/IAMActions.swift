import AccessManagement

/// Every action of the IAM API that is here.
enum IAMActions {
    static func all(of account: AccountAdministration, behind gate: IAMGate) -> [any QueryAction] {
        func gated(_ action: any IAMAction) -> any QueryAction {
            func behindGate(_ action: some IAMAction) -> any QueryAction { GatedAction(inner: action, gate: gate) }
            return behindGate(action)
        }
        return users(account, gated) + accessKeys(account, gated) + roles(account, gated)
            + managedPolicies(account, gated) + openIDProviders(account, gated)
    }

    private typealias Gated = (any IAMAction) -> any QueryAction

    private static func users(_ account: AccountAdministration, _ gated: Gated) -> [any QueryAction] {
        [
            gated(AttachUserPolicy(attachments: account.attachments, account: account.account)),
            gated(CreateUser(users: account.users)),
            gated(DeleteUser(users: account.users)),
            gated(DeleteUserPermissionsBoundary(boundaries: account.boundaries, account: account.account)),
            gated(DeleteUserPolicy(policies: account.inlinePolicies, account: account.account)),
            gated(DetachUserPolicy(attachments: account.attachments, account: account.account)),
            gated(GetUser(users: account.users)),
            gated(GetUserPolicy(policies: account.inlinePolicies, account: account.account)),
            gated(ListAttachedUserPolicies(attachments: account.attachments, account: account.account)),
            gated(ListGroupsForUser(users: account.users)),
            gated(ListUserPolicies(policies: account.inlinePolicies, account: account.account)),
            gated(ListUserTags(tagging: account.tagging)),
            gated(ListUsers(users: account.users)),
            gated(PutUserPermissionsBoundary(boundaries: account.boundaries, account: account.account)),
            gated(PutUserPolicy(policies: account.inlinePolicies, account: account.account)),
            gated(TagUser(tagging: account.tagging)),
            gated(UntagUser(tagging: account.tagging)),
            gated(UpdateUser(users: account.users)),
        ]
    }

    private static func accessKeys(_ account: AccountAdministration, _ gated: Gated) -> [any QueryAction] {
        [
            gated(CreateAccessKey(keys: account.accessKeys)),
            gated(DeleteAccessKey(keys: account.accessKeys)),
            gated(ListAccessKeys(keys: account.accessKeys)),
            gated(UpdateAccessKey(keys: account.accessKeys)),
        ]
    }

    private static func roles(_ account: AccountAdministration, _ gated: Gated) -> [any QueryAction] {
        [
            gated(AttachRolePolicy(attachments: account.attachments, account: account.account)),
            gated(CreateRole(roles: account.roles)),
            gated(DeleteRole(roles: account.roles)),
            gated(DeleteRolePermissionsBoundary(boundaries: account.boundaries, account: account.account)),
            gated(DeleteRolePolicy(policies: account.inlinePolicies, account: account.account)),
            gated(DetachRolePolicy(attachments: account.attachments, account: account.account)),
            gated(GetRole(roles: account.roles)),
            gated(GetRolePolicy(policies: account.inlinePolicies, account: account.account)),
            gated(ListAttachedRolePolicies(attachments: account.attachments, account: account.account)),
            gated(ListInstanceProfilesForRole(roles: account.roles)),
            gated(ListRolePolicies(policies: account.inlinePolicies, account: account.account)),
            gated(ListRoleTags(tagging: account.tagging)),
            gated(ListRoles(roles: account.roles)),
            gated(PutRolePermissionsBoundary(boundaries: account.boundaries, account: account.account)),
            gated(PutRolePolicy(policies: account.inlinePolicies, account: account.account)),
            gated(TagRole(tagging: account.tagging)),
            gated(UntagRole(tagging: account.tagging)),
            gated(UpdateAssumeRolePolicy(roles: account.roles)),
            gated(UpdateRole(roles: account.roles)),
            gated(UpdateRoleDescription(roles: account.roles)),
        ]
    }

    private static func managedPolicies(_ account: AccountAdministration, _ gated: Gated) -> [any QueryAction] {
        [
            gated(CreatePolicy(policies: account.managedPolicies)),
            gated(CreatePolicyVersion(policies: account.managedPolicies)),
            gated(DeletePolicy(policies: account.managedPolicies)),
            gated(DeletePolicyVersion(policies: account.managedPolicies)),
            gated(GetPolicy(policies: account.managedPolicies)),
            gated(GetPolicyVersion(policies: account.managedPolicies)),
            gated(ListEntitiesForPolicy(attachments: account.attachments)),
            gated(ListPolicies(policies: account.managedPolicies)),
            gated(ListPolicyTags(tagging: account.tagging)),
            gated(ListPolicyVersions(policies: account.managedPolicies)),
            gated(SetDefaultPolicyVersion(policies: account.managedPolicies)),
            gated(TagPolicy(tagging: account.tagging)),
            gated(UntagPolicy(tagging: account.tagging)),
        ]
    }

    private static func openIDProviders(_ account: AccountAdministration, _ gated: Gated) -> [any QueryAction] {
        [
            gated(AddClientIDToOpenIDConnectProvider(providers: account.openIDProviders)),
            gated(CreateOpenIDConnectProvider(providers: account.openIDProviders)),
            gated(DeleteOpenIDConnectProvider(providers: account.openIDProviders)),
            gated(GetOpenIDConnectProvider(providers: account.openIDProviders)),
            gated(ListOpenIDConnectProviderTags(tagging: account.tagging)),
            gated(ListOpenIDConnectProviders(providers: account.openIDProviders)),
            gated(RemoveClientIDFromOpenIDConnectProvider(providers: account.openIDProviders)),
            gated(TagOpenIDConnectProvider(tagging: account.tagging)),
            gated(UntagOpenIDConnectProvider(tagging: account.tagging)),
            gated(UpdateOpenIDConnectProviderThumbprint(providers: account.openIDProviders)),
        ]
    }
}
