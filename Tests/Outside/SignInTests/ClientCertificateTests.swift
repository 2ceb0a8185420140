import Casefile
import Crypto
import CryptoExtras
import Foundation
import Locking
import SignIn
import TestSupport
import Testing

@Suite("Signing in with a client certificate") struct ClientCertificateTests {
  private func stand(_ pair: TestCertificate, _ change: (inout LoopbackLogin.Settings) -> Void = { _ in }) throws -> SignInStand {
    let key = try _RSA.Signing.PrivateKey(pemRepresentation: pair.key).publicKey
    let stand = try SignInStand {
      $0.thumbprint = pair.thumbprint
      $0.verifies = { signed, signature in
        key.isValidSignature(
          _RSA.Signing.RSASignature(rawRepresentation: Data(signature)), for: SHA256.hash(data: Data(signed.utf8)), padding: .PSS)
      }
      change(&$0)
    }
    stand.files.withLock { $0["/cert.pem"] = Array((pair.certificate + pair.key).utf8) }
    return stand
  }

  private func assertion(_ stand: SignInStand, _ number: Int = 0) -> [JSONValue?] {
    let text = stand.cloud.requests[number].form["client_assertion"] ?? ""
    return text.split(separator: ".").prefix(2).map { part in
      let plain = part.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
      let padded = plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)
      return Data(base64Encoded: padded).flatMap { try? JSONValue(parsing: Array($0)[...]) }
    }
  }

  @Test("The statement is signed as documented: PS256, the SHA-256 of the certificate, ten minutes")
  func statement() async throws {
    let pair = try TestCertificate()
    let stand = try stand(pair)
    let token = try await stand.issuer(.clientCertificate).issue(SignInStand.graph, claims: nil)
    #expect(token.text == "token-1")
    let (header, payload) = (assertion(stand)[0], assertion(stand)[1])
    #expect(header == ["alg": "PS256", "typ": "JWT", "x5t#S256": .string(pair.thumbprint)])
    let address = stand.cloud.url + "/11111111-1111-1111-1111-111111111111/oauth2/v2.0/token"
    #expect(
      payload == [
        "aud": .string(address), "exp": 1_484_593_341, "iat": 1_484_592_741, "iss": "22222222-2222-2222-2222-222222222222",
        "jti": "00aa00aa-bb11-cc22-dd33-000000000001", "nbf": 1_484_592_741, "sub": "22222222-2222-2222-2222-222222222222",
      ])
    let text = stand.cloud.requests[0].text
    #expect(
      text.hasPrefix(
        "client_id=22222222-2222-2222-2222-222222222222&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
          + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=ey"))
    #expect(text.hasSuffix("&grant_type=client_credentials"))
    #expect(!text.contains("%3D"))
  }

  @Test("A clock that is wrong is set by the service's Date, once, and remembered", arguments: [3600.0, -3600])
  func skew(seconds: Double) async throws {
    let stand = try stand(try TestCertificate()) { $0.skew = seconds }
    let issuer = try stand.issuer(.clientCertificate)
    _ = try await issuer.issue(SignInStand.graph, claims: nil)
    #expect(stand.cloud.requests.count == 2)
    #expect(assertion(stand, 1)[1]?["nbf"]?.double == 1_484_592_741 + seconds)
    _ = try await issuer.issue(SignInStand.graph, claims: nil)
    #expect(stand.cloud.requests.count == 3)
  }

  @Test("Where the service tells no time a statement begins a minute earlier, and a second refusal stays")
  func noDate() async throws {
    let stand = try stand(try TestCertificate())
    let refusal = LoopbackCloud.Answer.json(#"{"error":"invalid_client","error_codes":[700024]}"#, status: 401)
    stand.login.fail(.answer(refusal), .answer(refusal))
    let found = try await stand.problem(.clientCertificate)
    #expect(found?.summary == "The signed assertion is outside its time.")
    #expect(stand.cloud.requests.count == 2)
  }

  @Test("The chain goes along where the environment asks for it, the key's own certificate first")
  func chain() async throws {
    let pair = try TestCertificate()
    let other = try TestCertificate()
    var stand = try stand(pair)
    stand.files.withLock { $0["/cert.pem"] = Array((other.certificate + pair.key + pair.certificate).utf8) }
    stand.environment = [
      "AZURE_CLIENT_ID": stand.clientID ?? "", "AZURE_TENANT_ID": stand.tenant ?? "", "AZURE_CLIENT_CERTIFICATE_PATH": "/cert.pem",
      "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN": "true",
    ]
    _ = try await stand.issuer(.default).issue(SignInStand.graph, claims: nil)
    let chain = assertion(stand)[0]?["x5c"]?.array?.compactMap(\.string)
    #expect(chain == [pair, other].map { $0.der.base64EncodedString() })
  }

  @Test("Files that cannot be used say why, and how to convert them")
  func files() async throws {
    let pair = try TestCertificate()
    let stand = try stand(pair)
    func problem(_ text: String) async throws -> Problem? {
      stand.files.withLock { $0["/cert.pem"] = Array(text.utf8) }
      return try await stand.problem(.clientCertificate)
    }
    let encrypted = pair.key.replacing("PRIVATE KEY", with: "ENCRYPTED PRIVATE KEY")
    #expect(
      try await problem(encrypted + pair.certificate)?.remedy?.hasSuffix(
        "(umask 077; openssl pkey -in '/cert.pem' -out '/cert-plain.pem' && openssl x509 -in '/cert.pem' >> '/cert-plain.pem')") == true)
    let old = pair.key.replacing("KEY-----\n", with: "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n")
    #expect(try await problem(old + pair.certificate)?.cause == "Nobody is there to type its password.")
    #expect(try await problem(pair.certificate)?.cause?.hasPrefix("It holds no private key") == true)
    #expect(try await problem(pair.key)?.cause?.hasPrefix("It holds no certificate") == true)
    #expect(try await problem(pair.key + TestCertificate().certificate)?.cause == "None of its certificates belongs to its key.")
    #expect(try await problem("hello")?.cause == "It holds neither a key nor a certificate in PEM.")
    #expect(
      try await problem("0\u{2}\u{1}")?.remedy?.hasSuffix("(umask 077; openssl pkcs12 -in '/cert.pem' -nodes -out '/cert-plain.pem')")
        == true)
    let curve = P256.Signing.PrivateKey().pemRepresentation
    #expect(try await problem(curve + "\n" + pair.certificate)?.cause?.hasPrefix("Its key is no RSA key") == true)
    stand.files.withLock { $0 = [:] }
    #expect(try await stand.problem(.clientCertificate)?.cause == "/cert.pem is not there.")
  }
}
