import OutboundHTTP

extension DescriptorCatalog {
    /// The same catalog for development: issuers that were registered with `http://` on loopback are admitted.
    package var admittingLoopbackHTTP: DescriptorCatalog {
        DescriptorCatalog(
            descriptors: descriptors.map { descriptor in
                guard descriptor.loginKey == .registered else { return descriptor }
                var open = descriptor
                open.rules.allowsLoopbackHTTP = true
                return open
            })
    }

    /// The ids of the descriptors that admit plain HTTP to this machine, in order.
    package var admittedToLoopback: [String] {
        descriptors.filter(\.rules.allowsLoopbackHTTP).map(\.id)
    }

    private init(descriptors: [ProviderDescriptor]) {
        self.descriptors = descriptors
    }
}
