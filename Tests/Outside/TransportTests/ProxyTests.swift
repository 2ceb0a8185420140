import Locking
import Casefile
import TestSupport
import Testing

@testable import Transport

@Suite("Proxies")
struct ProxyTests {
  /// A proxy that keeps the head it got and answers with one text.
  private func proxy(_ answer: String) throws -> (server: RawServer, head: Locked<String>) {
    let head = Locked("")
    let server = try RawServer { connection in
      guard let request = connection.readRequest() else { return }
      head.withLock { $0 = request.head }
      connection.write(answer)
    }
    return (server, head)
  }

  @Test("A name and password in the variable are sent to the proxy, and not to the server")
  func credentials() async throws {
    let (server, head) = try proxy("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    let sender = client(environment: ["http_proxy": "http://ada:s3cret@127.0.0.1:\(server.port)"])
    #expect(try await sender.send(HTTPRequest.patient(.get, "http://logs.invalid/")).head.status == 200)
    #expect(head.withLock { $0 }.contains("\r\nProxy-Authorization: Basic YWRhOnMzY3JldA==\r\n"))
    #expect(!head.withLock { $0 }.contains("\r\nAuthorization:"))
  }

  @Test("Secure requests ask for a tunnel, which carries no header of theirs", arguments: ["https_proxy", "HTTPS_PROXY", "all_proxy"])
  func tunnel(variable: String) async throws {
    let (server, head) = try proxy("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    let request = HTTPRequest.patient(.get, "https://logs.invalid/secret-path", headers: ["Authorization": "Bearer s3cret"])
    let sender = client(environment: [variable: server.url])
    #expect(try await failure { _ = try await sender.send(request) } == .proxyRefused(status: 407))
    #expect(head.withLock { $0 }.hasPrefix("CONNECT logs.invalid:443 HTTP/1.1\r\n"))
    #expect(!head.withLock { $0 }.contains("s3cret") && !head.withLock { $0 }.contains("secret-path"))
    #expect(HTTPFailure(.proxyRefused(status: 407), host: "h").problem.remedy?.contains("https_proxy") == true)
  }

  @Test("A proxy that refuses the connection is told as the proxy")
  func refused() async throws {
    var server: RawServer? = try RawServer { _ in }
    let url = try #require(server?.url)
    server = nil
    let sender = client(environment: ["https_proxy": url])
    #expect(try await failure { _ = try await sender.send(HTTPRequest.patient(.get, "https://logs.invalid/")) } == .proxyFailed)
  }

  @Test("Nothing that prints a configuration shows a proxy's password")
  func masked() {
    let configuration = HTTPClient.Configuration(environment: ["https_proxy": "http://ada:s3cret@proxy:8080"])
    var dumped = ""
    dump(configuration, to: &dumped)
    for text in ["\(configuration)", String(reflecting: configuration), dumped] { #expect(!text.contains("s3cret")) }
  }

  @Test("A plain http address goes through the proxy that the environment names")
  func proxy() async throws {
    let line = Locked("")
    let server = try RawServer { connection in
      guard let request = connection.readRequest() else { return }
      line.withLock { $0 = String(request.head.prefix { $0 != "\r\n" }) }
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    }
    let response = try await client(environment: ["http_proxy": server.url]).send(HTTPRequest(.get, "http://logs.invalid/a?b=1"))
    #expect(response.head.status == 200)
    #expect(line.withLock { $0 } == "GET http://logs.invalid/a?b=1 HTTP/1.1")
  }

  @Test("Proxy variables are read as every tool reads them")
  func proxyVariables() {
    func proxy(_ url: String, _ environment: [String: String]) -> String? {
      WebAddress(url).map { ProxyRoute($0, environment: environment).proxy }
    }
    #expect(proxy("https://logs.example/", ["HTTPS_PROXY": "p:1"]) == "p:1")
    #expect(proxy("https://logs.example/", ["HTTPS_PROXY": "p:1", "https_proxy": "p:2"]) == "p:2")
    #expect(proxy("http://logs.example/", ["HTTP_PROXY": "p:1"]) == "", "a web server's client could have set it")
    #expect(proxy("http://logs.example/", ["ALL_PROXY": "p:2"]) == "p:2")
    #expect(proxy("https://127.0.0.7/", ["https_proxy": "p"]) == "")
  }

  @Test(
    "Hosts of NO_PROXY go direct",
    arguments: [
      ("*", "https://a.example/", true), ("example", "https://a.example/", true), (".example", "https://a.example/", true),
      ("*.example", "https://a.example/", true), ("b.example, a.example", "https://A.Example/", true),
      ("a.example:443", "https://a.example/", true), ("a.example:8443", "https://a.example/", false),
      ("ample", "https://a.example/", false), ("10.0.0.0/8", "https://10.1.2.3/", true), ("10.0.0.0/8", "https://11.1.2.3/", false),
      ("10.1.2.3", "https://10.1.2.3/", true), ("2001:db8::/32", "https://[2001:db8::1]/", true), ("", "https://a.example/", false),
    ])
  func exceptions(list: String, url: String, isDirect: Bool) throws {
    let address = try #require(WebAddress(url))
    for name in ["no_proxy", "NO_PROXY"] {
      #expect(ProxyRoute(address, environment: ["https_proxy": "p", name: list]).proxy.isEmpty == isDirect)
    }
  }

  @Test(
    "The first certificate file that the environment names counts", arguments: ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"])
  func certificateVariables(name: String) throws {
    let address = try #require(WebAddress("https://a.example/"))
    let route = ProxyRoute(address, environment: [name: "/ca.pem", "SSL_CERT_DIR": "/certificates"])
    #expect(route.certificateFile == "/ca.pem")
    #expect(route.certificateFolder == "/certificates")
  }
}
