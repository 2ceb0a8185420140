import Casefile
import Testing

@testable import SignIn

@Suite("Challenges") struct ChallengeTests {
  private static let plain = #"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#
  private static let encoded = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNjA0MTA2NjUxIn19fQ=="

  @Test("Claims are read whatever their order, padding and neighbours")
  func read() {
    let unpadded = ChallengeTests.encoded.replacing("=", with: "")
    for header in [
      #"Bearer realm="", error="insufficient_claims", claims="\#(ChallengeTests.encoded)""#,
      #"Bearer claims="\#(unpadded)",error="insufficient_claims""#, "bearer error=insufficient_claims, claims=\(unpadded)",
      #"Basic realm="a, b=\"c\"", Bearer authorization_uri="https://x/?a=b,c", error = "insufficient_claims", claims = "\#(unpadded)""#,
    ] {
      #expect(Claims.demanded(by: [header]) == ChallengeTests.plain, "\(header)")
    }
    #expect(
      Claims.demanded(by: ["Basic realm=\"x\"", "Bearer error=\"insufficient_claims\", claims=\"\(unpadded)\""]) == ChallengeTests.plain)
  }

  @Test(
    "What demands nothing readable demands nothing",
    arguments: [
      "", "Bearer", "Bearer error=\"invalid_token\", claims=\"e30=\"", "Bearer error=\"insufficient_claims\"", "=", "\"", "Bearer ,,,=",
      "Bearer error=\"insufficient_claims\", claims=\"%%%\"", "Bearer error=\"insufficient_claims\", claims=\"Wzdd\"",
      "Basic error=\"insufficient_claims\", claims=\"e30=\"", "Bearer error=\"insufficient_claims\", claims=\"e30",
    ])
  func none(header: String) {
    let found = Claims.demanded(by: [header])
    #expect(found == nil || header.hasSuffix("e30"))
  }

  @Test("Claims are merged with the word that this client understands them, whatever they hold")
  func merged() {
    #expect(Claims.merged("{}") == #"{"access_token":{"xms_cc":{"values":["CP1"]}}}"#)
    #expect(
      Claims.merged(#"{"id_token":{"a":null},"access_token":null}"#)
        == #"{"id_token":{"a":null},"access_token":{"xms_cc":{"values":["CP1"]}}}"#)
  }

  @Test("Old dates of App Service")
  func dates() {
    #expect(AmericanDate.parse("11/23/2026 12:14:07 AM +00:00")?.text(decimals: 0) == "2026-11-23T00:14:07Z")
    #expect(AmericanDate.parse("11/23/2026 12:14:07 PM +02:00")?.text(decimals: 0) == "2026-11-23T10:14:07Z")
    #expect(AmericanDate.parse("11/23/2026 15:14:07 +00:00")?.text(decimals: 0) == "2026-11-23T15:14:07Z")
    #expect(AmericanDate.parse("11/23/2026 15:14:07")?.text(decimals: 0) == "2026-11-23T15:14:07Z")
    for text in ["", "11/23/2026", "23/11/2026 1:1:1", "1/1/2026 13:00:00 PM", "1/1/2026 1:00:00 AM x y"] {
      #expect(AmericanDate.parse(text) == nil, "\(text)")
    }
  }
}
