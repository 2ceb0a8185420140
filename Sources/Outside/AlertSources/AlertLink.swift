package import Casefile
internal import SignIn
internal import Transport

/// A link that an alert names, judged before a browser gets it: whoever writes an alert, or stands between, may write any link.
package struct AlertLink: Equatable, Sendable {
  /// As it is opened.
  package let text: String
  package let host: String
  /// Whether it leads to a portal of Microsoft's, or to this machine.
  package let isKnown: Bool

  private static let longest = 4096

  /// Takes https alone, and http on this machine; with a host, without a user name. Throws a `Problem` that says what is odd.
  package init(_ text: String) throws(Problem) {
    guard text.utf8.count <= AlertLink.longest, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw AlertLink.refused(text, "It is too long, or holds blanks, steering characters or letters beyond ASCII")
    }
    guard let address = WebAddress(text) else { throw AlertLink.refused(text, "It is no web address") }
    guard address.scheme == "https" || address.isLoopback else { throw AlertLink.refused(text, "It is not encrypted") }
    guard !address.hasUserInfo else { throw AlertLink.refused(text, "A user name stands before its host, as in links that deceive") }
    self.text = address.text
    host = address.host
    isKnown = address.isLoopback || MicrosoftPages.isPortal(address)
  }

  private static func refused(_ text: String, _ cause: String) -> Problem {
    Problem(
      "The link is not opened.", cause: "\(cause): \(text.harmless.replacing("\n", with: "␊").prefix(200)).",
      remedy: "Look at the alert's record; open the portal by hand.", kind: .refused)
  }
}

/// Lets links to portals pass at once, and others only when they are asked for a second time, after the whole link was shown.
package struct AlertLinkGate: Sendable {
  package enum Answer: Equatable, Sendable {
    case open(String)
    /// What is to be shown; the same link asked for next is opened.
    case shown(String)
    case refused(Problem)
  }

  private var shown: String?

  package init() {}

  package mutating func answer(to link: String) -> Answer {
    let wasShown = shown
    shown = nil
    do throws(Problem) {
      let link = try AlertLink(link)
      guard !link.isKnown, wasShown != link.text else { return .open(link.text) }
      shown = link.text
      return .shown("\(link.host) is none of Microsoft's portals; ask once more to open \(link.text)")
    } catch {
      return .refused(error)
    }
  }
}
