package import Casefile

extension HTTPFailure {
  /// What the analyst reads.
  package var problem: Problem {
    let retry: Problem.Retry = isPassing ? .now : .never
    let (summary, cause, remedy) = words
    var problem = Problem(summary, cause: cause, remedy: remedy, retry: retry)
    problem.isUnsent = isBeforeSending
    return problem
  }

  private var words: (String, String, String) {
    let name = host.isEmpty ? "the server" : host
    switch reason {
    case .nameNotResolved:
      return ("The name \(name) could not be resolved", "No address is known for it here", "Check the spelling, the network and the VPN")
    case .proxyFailed:
      return ("The proxy for \(name) could not be used", "It did not answer or refused", "Check https_proxy, http_proxy and no_proxy")
    case .refused:
      return ("\(name) refused the connection", "Nothing listens at that port", "Check the address, and that the service runs")
    case .unreachable:
      return ("\(name) could not be reached", "No connection came about", "Check the network, the VPN and the firewall")
    case .notTrusted:
      return (
        "The certificate of \(name) is not trusted", "It is unknown, expired or for another name",
        "If a proxy inspects TLS, name its certificate file in SSL_CERT_FILE"
      )
    case .tlsFailed:
      return ("No secure connection to \(name)", "The TLS handshake failed", "Check that the port speaks https, and SSL_CERT_FILE")
    case .timedOut(let stage):
      return ("\(name) took too long", timeoutCause(stage), "Try again; if it stays slow, ask for less or raise the time limit")
    case .cut:
      return ("The connection to \(name) was cut", "The line dropped before the answer was whole", "Try again; what came is kept")
    case .tooLarge(let limit):
      return ("The answer of \(name) is too large", "More than \(limit) bytes came", "Ask for fewer columns, rows or a shorter time")
    case .malformed:
      return ("\(name) did not answer in HTTP", "What came could not be read", "Check the address and port, and what stands in between")
    default:
      return rareWords(name)
    }
  }

  private func rareWords(_ name: String) -> (String, String, String) {
    switch reason {
    case .proxyRefused(let status):
      let asks = "Put a name and password into https_proxy, as in http://name:password@proxy:8080"
      let other = "Ask those who run the proxy, or name the host in no_proxy"
      return ("The proxy let nothing through to \(name)", "It answered with status \(status)", status == 407 ? asks : other)
    case .certificatesUnreadable:
      return (
        "No secure connection to \(name)", "The certificate file that the environment names cannot be read",
        "Check SSL_CERT_FILE, SSL_CERT_DIR, CURL_CA_BUNDLE and REQUESTS_CA_BUNDLE"
      )
    case .undecodable:
      return (
        "The answer of \(name) could not be unpacked", "Its compression is broken or of a kind that was not asked for",
        "Try again; if it stays, look at what stands in between"
      )
    case .badRequest:
      return ("The request to \(name) could not be made", "Its address or a header is malformed", "Check the address in the configuration")
    case .redirectRefused(let target):
      return (
        "\(name) pointed elsewhere and was not followed", "A signed-in or secure request must not go to \(target)",
        "If that is the right host, put it into the configuration"
      )
    case .tooManyRedirects:
      return ("\(name) sent the request in circles", "More than five redirects", "Check the address in the configuration")
    case .clientClosed:
      return ("The request to \(name) was not sent", "The program is closing", "Start it again")
    default:
      return ("The request to \(name) failed", "libcurl's code \(code)", "Try again, and check the network")
    }
  }

  private func timeoutCause(_ stage: Stage) -> String {
    switch stage {
    case .connect: "No connection came about in time"
    case .firstByte: "No answer began in time"
    case .idle: "The answer stopped coming"
    case .total: "The whole answer did not come in time"
    case .progress: "Signs of life came, but nothing of an answer"
    }
  }
}
