internal import CNcurses

/// Wakes the loop from any thread; the loop polls `descriptor`.
final class Bell: Sendable {
  let descriptor: Int32

  init() {
    descriptor = guard_make_wake()
    precondition(descriptor >= 0, "the kernel has no descriptor left")
  }

  func ring() { guard_wake(descriptor) }

  func silence() { guard_drain(descriptor) }
}
