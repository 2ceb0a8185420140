internal import Foundation

/// A loopback server that writes exactly the bytes a test wants, broken ones included.
package final class RawServer: Sendable {
  /// The port it listens on.
  package let port: Int
  private let listener: Int32

  private let version: Version

  /// Which Internet protocol it is reached over.
  package enum Version: Sendable { case four, six }

  /// `serve` runs on a thread of its own for every connection; the connection is closed when it returns.
  package init(version: Version = .four, _ serve: @escaping @Sendable (RawConnection) -> Void) throws {
    guard let (listener, port) = version == .four ? RawServer.listenOnFour() : RawServer.listenOnSix() else {
      throw POSIXError(.EADDRINUSE)
    }
    self.version = version
    self.port = port
    self.listener = listener
    Thread {
      while true {
        let descriptor = accept(listener, nil, nil)
        guard descriptor >= 0 else {
          if errno == EINTR || errno == ECONNABORTED { continue }
          // Closed here and nowhere else: closed earlier, its number could be another server's listener by now.
          Foundation.close(listener)
          return
        }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        Thread {
          let connection = RawConnection(descriptor)
          serve(connection)
          connection.close()
        }.start()
      }
    }.start()
  }

  /// Its address without a path.
  package var url: String { "http://\(version == .four ? "127.0.0.1" : "[::1]"):\(port)" }

  /// Whether this machine has the loopback address of version 6.
  package static var hasVersionSix: Bool {
    guard let (listener, _) = listenOnSix() else { return false }
    Foundation.close(listener)
    return true
  }

  private static func listenOnFour() -> (listener: Int32, port: Int)? {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return listen(AF_INET, &address).map { ($0, Int(UInt16(bigEndian: address.sin_port))) }
  }

  private static func listenOnSix() -> (listener: Int32, port: Int)? {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    guard inet_pton(AF_INET6, "::1", &address.sin6_addr) == 1 else { return nil }
    return listen(AF_INET6, &address).map { ($0, Int(UInt16(bigEndian: address.sin6_port))) }
  }

  /// Nil when the address cannot be had; else the listening socket, and its port in the address.
  private static func listen<Address>(_ family: Int32, _ address: inout Address) -> Int32? {
    let listener = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    guard listener >= 0 else { return nil }
    var length = socklen_t(MemoryLayout<Address>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && Foundation.listen(listener, 128) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    if isListening { return listener }
    Foundation.close(listener)
    return nil
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
  }
}

/// One accepted connection; blocking, used by one thread.
package final class RawConnection {
  private let descriptor: Int32
  private var isOpen = true

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// The head and the body of the next request; nil once the peer has closed.
  package func readRequest() -> (head: String, body: [UInt8])? {
    var bytes: [UInt8] = []
    while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      var byte: UInt8 = 0
      guard recv(descriptor, &byte, 1, 0) == 1 else { return nil }
      bytes.append(byte)
    }
    let head = String(decoding: bytes, as: UTF8.self)
    let length = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
      .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
    var body = [UInt8](repeating: 0, count: length ?? 0)
    var filled = 0
    while filled < body.count {
      let count = body.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled, 0) }
      guard count > 0 else { return nil }
      filled += count
    }
    return (head, body)
  }

  /// False once the peer is gone.
  @discardableResult
  package func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Writes a text as UTF-8; false once the peer is gone.
  @discardableResult
  package func write(_ text: String) -> Bool { write(Array(text.utf8)) }

  /// Blocks until the peer has closed its side.
  package func waitForClose() {
    var scratch = [UInt8](repeating: 0, count: 4096)
    while recv(descriptor, &scratch, scratch.count, 0) > 0 {}
  }

  /// Blocks until one byte has come; false when the peer has closed.
  @discardableResult
  package func waitForByte() -> Bool {
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, 0) == 1
  }

  /// Closes with a reset instead of a goodbye.
  package func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  /// Closes the connection; more than once is the same as once.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    Foundation.close(descriptor)
  }
}

/// Something that happens once, awaited without sleeping.
package final class Signal: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  /// Something that has not happened yet.
  package init() {}

  /// It happens now.
  package func fire() { semaphore.signal() }

  /// Blocks a server's thread.
  package func block() { semaphore.wait() }

  /// False when it did not happen within ten minutes: on a busy machine a task may stand in line behind all other tests.
  package func wait() async -> Bool {
    await withCheckedContinuation { continuation in
      Thread { continuation.resume(returning: self.semaphore.wait(timeout: .now() + 600) == .success) }.start()
    }
  }
}
