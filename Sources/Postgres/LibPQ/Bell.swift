import CLibPQ
import Glibc

/// Wakes the I/O thread from its poll, from any thread.
final class Bell: Sendable {
    private let descriptor: Int32

    init() {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        precondition(descriptor >= 0, "the process has no file descriptors left")
    }

    deinit {
        close(descriptor)
    }

    func ring() {
        eventfd_write(descriptor, 1)
    }

    /// Waits until the bell rings, a connection has work, or the time is over; a negative time never is.
    ///
    /// Afterwards `interests` tell what happened.
    func wait(_ interests: inout [Interest], milliseconds: Int32) {
        var descriptors = interests.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
        descriptors.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
        _ = unsafe poll(&descriptors, nfds_t(descriptors.count), milliseconds)
        for index in interests.indices { interests[index].happened = descriptors[index].revents }
        guard descriptors[interests.count].revents != 0 else { return }
        var rings: eventfd_t = 0
        _ = unsafe eventfd_read(descriptor, &rings)
    }

    /// What the I/O thread waits for on one connection's socket.
    struct Interest {
        let descriptor: Int32
        let events: Int16
        var happened: Int16 = 0

        init(descriptor: Int32, alsoWritable: Bool) {
            self.descriptor = descriptor
            events = Int16(alsoWritable ? POLLIN | POLLOUT : POLLIN)
        }
    }
}
