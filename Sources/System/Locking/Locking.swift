internal import Foundation

// Locking: one value behind one lock.
//
// `NSLock` and not `Synchronization.Mutex`: the thread sanitizer of this toolchain does not see the latter and gives false reports.
// Nothing else lives here. Callers: the few places that share state with C callbacks or between threads.

/// One value that only one thread at a time can touch.
package final class Locked<Value: Sendable>: @unchecked Sendable {
  // Sendable by proof: `value` is reached only inside `withLock`, and the lock is never handed out.
  private let lock = NSLock()
  private var value: Value

  package init(_ value: Value) { self.value = value }

  package func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
