internal import CCurl
internal import Casefile
internal import Foundation

/// Why no whole answer came: told by libcurl's code and the system's, never by message text.
package struct HTTPFailure: Error, Equatable, Sendable {
  package enum Stage: String, Equatable, Sendable {
    case connect, firstByte, idle, total, progress
  }

  package enum Reason: Error, Equatable, Sendable {
    case badRequest
    case nameNotResolved
    case proxyFailed
    /// The proxy answered, but opens no way to the host.
    case proxyRefused(status: Int)
    case refused
    case unreachable
    case notTrusted
    /// The file or folder of certificates that the environment names cannot be read.
    case certificatesUnreadable
    case tlsFailed
    case timedOut(Stage)
    /// The line dropped before the answer was whole.
    case cut
    /// More bytes than allowed, after expansion.
    case tooLarge(limit: Int)
    /// What came is not HTTP.
    case malformed
    /// The body's compression is broken, or was not asked for.
    case undecodable
    case redirectRefused(to: String)
    case tooManyRedirects
    case clientClosed
    case other
  }

  package var reason: Reason
  /// The host asked, without user, path or query.
  package var host: String
  /// libcurl's code, 0 where it had no part in it.
  package var code: Int

  /// True when the server lived, and did not come to an end with its answer in the time there is for one.
  package var isOutOfTime: Bool { reason == .timedOut(.total) || reason == .timedOut(.progress) }

  package init(_ reason: Reason, host: String, code: Int = 0) {
    self.reason = reason
    self.host = host
    self.code = code
  }

  /// From libcurl's code for a transfer and the system error of its connection.
  init(code: Int, systemError: Int, host: String) {
    let result = CURLcode(rawValue: UInt32(clamping: code))
    self.init(HTTPFailure.reason(result, systemError: systemError), host: host, code: code)
  }

  /// True when the server cannot have seen the request, so that anything may be sent again.
  package var isBeforeSending: Bool {
    switch reason {
    case .nameNotResolved, .proxyFailed, .refused, .unreachable, .timedOut(.connect): true
    default: false
    }
  }

  /// True when trying again can help.
  package var isPassing: Bool {
    switch reason {
    case .nameNotResolved, .proxyFailed, .refused, .unreachable, .timedOut, .cut: true
    case .badRequest, .proxyRefused, .notTrusted, .certificatesUnreadable, .tlsFailed, .tooLarge, .malformed, .undecodable,
      .redirectRefused, .tooManyRedirects, .clientClosed, .other:
      false
    }
  }

  private static func reason(_ result: CURLcode, systemError: Int) -> Reason {
    switch result {
    case CURLE_COULDNT_RESOLVE_HOST: .nameNotResolved
    case CURLE_COULDNT_RESOLVE_PROXY: .proxyFailed
    case CURLE_COULDNT_CONNECT: systemError == Int(ECONNREFUSED) ? .refused : .unreachable
    case CURLE_OPERATION_TIMEDOUT: .timedOut(.connect)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS: .notTrusted
    case CURLE_SSL_CACERT_BADFILE: .certificatesUnreadable
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ENGINE_NOTFOUND,
      CURLE_USE_SSL_FAILED:
      .tlsFailed
    case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2, CURLE_HTTP2_STREAM: .cut
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL: .malformed
    case CURLE_BAD_CONTENT_ENCODING: .undecodable
    case CURLE_URL_MALFORMAT: .badRequest
    case CURLE_PROXY: .proxyFailed
    default: .other
    }
  }
}

extension HTTPFailure: CustomStringConvertible {
  package var description: String { problem.description }
}
