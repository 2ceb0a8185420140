internal import Locking

/// Where other threads leave messages for the model; the loop takes them in order, many at a time.
///
/// Posting never waits and never loses a message. `merge` may fold a message into the one waiting before it, as for two bits of the same
/// streamed text; it returns whether it did.
package final class MessagePort<Message: Sendable>: Sendable {
  private struct Waiting: Sendable {
    var messages: [Message] = []
    var bell: Bell?
  }

  private let waiting = Locked(Waiting())
  private let merge: @Sendable (inout Message, Message) -> Bool

  /// Makes a port that works before the loop starts: what is posted early waits.
  package init(merge: @escaping @Sendable (inout Message, Message) -> Bool = { _, _ in false }) { self.merge = merge }

  /// Leaves messages from any thread.
  package func post(_ batch: [Message]) {
    guard !batch.isEmpty else { return }
    let bell = waiting.withLock { waiting -> Bell? in
      let wasEmpty = waiting.messages.isEmpty
      for message in batch {
        if let last = waiting.messages.indices.last, merge(&waiting.messages[last], message) { continue }
        waiting.messages.append(message)
      }
      return wasEmpty ? waiting.bell : nil
    }
    bell?.ring()
  }

  /// Leaves one message from any thread.
  package func post(_ message: Message) { post([message]) }

  /// Takes everything that waits.
  func take() -> [Message] {
    waiting.withLock { waiting in
      defer { waiting.messages = [] }
      return waiting.messages
    }
  }

  func connect(_ bell: Bell?) { waiting.withLock { $0.bell = bell } }
}
