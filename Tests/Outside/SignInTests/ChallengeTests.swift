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
}
