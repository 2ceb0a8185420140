internal import CCurl
internal import Foundation
internal import Locking

/// One libcurl multi handle on one thread; everything else talks to it through commands.
///
/// It lives as long as a client or a running exchange holds it; then its thread ends by itself.
final class Engine: Sendable {
  enum Command: Sendable {
    case start(Exchange)
    case resume(Exchange)
    case cancel(Exchange)
    case stop
  }

  /// The commands not yet taken, and the handle to wake; shared with the thread, which must not keep the engine alive.
  final class Inbox: Sendable {
    // Sendable by proof: `curl_multi_wakeup` may be called from any thread, and is called only under the lock and before the stop.
    struct Handle: @unchecked Sendable {
      let pointer: UnsafeMutableRawPointer
    }

    private struct State: Sendable {
      var commands: [Command] = []
      var isStopped = false
    }

    let handle: Handle
    private let state = Locked(State())

    init(_ handle: Handle) { self.handle = handle }

    func post(_ command: Command) {
      state.withLock { state in
        guard !state.isStopped else { return }
        state.commands.append(command)
        if state.commands.count == 1 { curl_multi_wakeup(handle.pointer) }
      }
    }

    func take() -> [Command] {
      state.withLock { state in
        defer { state.commands.removeAll() }
        return state.commands
      }
    }

    func close() { state.withLock { $0.isStopped = true } }
  }

  private static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK
  private let inbox: Inbox?

  init(_ configuration: HTTPClient.Configuration) {
    guard Engine.isReady, let multi = curl_multi_init() else {
      inbox = nil
      return
    }
    let inbox = Inbox(Inbox.Handle(pointer: multi))
    self.inbox = inbox
    let thread = Thread {
      EngineLoop(inbox, configuration).run()
    }
    thread.name = "transport"
    thread.start()
  }

  /// False when libcurl could not be set up; then nothing is ever sent.
  var isUsable: Bool { inbox != nil }

  func post(_ command: Command) { inbox?.post(command) }

  deinit { inbox?.post(.stop) }
}
