import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("Subscriptions of Office 365, from what there is to what the service answered")
struct SubscriptionStories {
  private func text(_ desk: Desk) -> String { desk.screen().plainText() }

  private static func offer(_ type: String, isEnabled: Bool = false, status: String? = nil) -> SubscriptionOffer {
    SubscriptionOffer(
      type: type, isEnabled: isEnabled, status: status, method: "POST",
      address: "https://manage.office.com/api/v1.0/TENANT/activity/feed/subscriptions/start?contentType=\(type)",
      consequence: "From then on Office 365 keeps audit records of \(type) ready for 7 days for this application.")
  }

  private static let offers = [
    offer("Audit.AzureActiveDirectory", isEnabled: true, status: "enabled"), offer("Audit.Exchange"), offer("Audit.SharePoint"),
    offer("Audit.General", status: "disabled"), offer("DLP.All"),
  ]

  /// A desk whose window shows what there is.
  private func choosing(width: Int = 120, height: Int = 36) -> Desk {
    var desk = Desk(width: width, height: height, sources: ["graph", "office365"], isReadOnly: false)
    _ = desk.takeEffects()
    desk.press("<alt+o>")
    desk.deliver(.subscriptionsArrived(Self.offers, window: 1))
    return desk
  }

  @Test(
    "Content types are chosen, their exact requests shown, sent by key, and the service's answers shown", arguments: [(120, 36), (80, 24)])
  func starts(width: Int, height: Int) {
    var desk = Desk(width: width, height: height, sources: ["graph", "office365"], isReadOnly: false)
    _ = desk.takeEffects()
    desk.press(":")
    desk.type("office")
    desk.press("<enter>")
    #expect(desk.takeEffects() == [.loadSubscriptions(window: 1)])
    #expect(text(desk).contains("Office 365 is asked what is subscribed to"))
    desk.deliver(.subscriptionsArrived(Self.offers, window: 1))
    desk.press("w")
    #expect(desk.model.toast?.text == Wording.nothingToSubscribe, "nothing is asked where nothing is chosen")
    desk.press("<space> j j <space>")
    desk.expectScreen("subscriptions-\(width)x\(height)")
    desk.press("w")
    desk.expectScreen("subscriptions-requests-\(width)x\(height)")
    desk.press("<enter> w y")
    #expect(!desk.takeEffects().contains { if case .startSubscriptions = $0 { true } else { false } }, "only y sends, once it was read")
    desk.press("j")
    desk.arm()
    _ = desk.takeEffects()
    #expect(text(desk).contains("y send"))
    desk.press("y")
    #expect(desk.takeEffects() == [.startSubscriptions([Self.offers[1], Self.offers[3]], window: 1)])
    desk.deliver(.subscriptionAnswered(.started("enabled"), window: 1))
    #expect(text(desk).contains("✓ enabled") && text(desk).contains("on its way"))
    desk.deliver(.subscriptionAnswered(.failed(Problem("An administrator has disabled this subscription.", cause: "AF20023")), window: 1))
    #expect(text(desk).contains("✗ An administrator has disabled this subscription."))
    #expect(text(desk).contains("What the service answered"))
    desk.press("<enter>")
    #expect(desk.model.overlay == nil && desk.takeEffects().isEmpty)
  }

  @Test("A status of several lines stands on one, and the type under the cursor is on screen however many there are")
  func longAndHostile() {
    var desk = Desk(width: 80, height: 24, sources: ["office365"], isReadOnly: false)
    desk.press("<alt+o>")
    let many = (0..<40).map { Self.offer("Type.Number\($0)", status: $0 == 1 ? "dis\nabled" : nil) }
    desk.deliver(.subscriptionsArrived(many, window: 1))
    #expect(text(desk).contains("dis␊abled at the service"))
    for _ in 0..<39 { desk.press("j") }
    #expect(text(desk).contains("› ○ Type.Number39"))
    for _ in 0..<39 { desk.press("<space> k") }
    desk.press("w")
    #expect(text(desk).contains("more lines; j goes on"), "what is sent is never taken for less than it is")
    for _ in 0..<300 { desk.press("j") }
    #expect(!text(desk).contains("more line") && text(desk).contains("contentType=Type.Number39"))
    #expect(text(desk).contains("contentType=Type.Number39"))
  }

  @Test("What is subscribed to already is not started again; Esc over the requests goes back to what was chosen")
  func keepsTheChoice() {
    var desk = choosing()
    _ = desk.takeEffects()
    desk.press("k <space>")
    #expect(desk.model.toast?.text == Wording.isSubscribed("Audit.AzureActiveDirectory"))
    desk.press("j <space> w <escape>")
    #expect(text(desk).contains("not subscribed to, to be started"))
    desk.press("<escape>")
    #expect(desk.model.overlay == nil && desk.takeEffects().allSatisfy { if case .armOverlay = $0 { true } else { false } })
  }

  @Test("What was sent survives Esc: its end is told, and the window shows it once more")
  func survivesEscape() {
    var desk = choosing()
    desk.press("<space> w")
    desk.arm()
    desk.press("y <escape>")
    #expect(desk.model.overlay == nil)
    desk.deliver(.subscriptionAnswered(.started("enabled"), window: 1))
    #expect(desk.model.toast?.text == "1 of 1 subscription started; Alt-O shows what the service answered.")
    _ = desk.takeEffects()
    desk.press("<alt+o>")
    #expect(text(desk).contains("✓ enabled") && desk.takeEffects().isEmpty)
    desk.press("<enter> <alt+o>")
    #expect(desk.takeEffects() == [.loadSubscriptions(window: 2)], "once seen, the service is asked anew")
    desk.deliver(.subscriptionsArrived(Self.offers, window: 1))
    #expect(text(desk).contains("is asked what is subscribed to"), "an answer to an older window is not shown")
  }

  @Test("Subscriptions that cannot be read say why in the window")
  func notRead() {
    var desk = Desk(sources: ["office365"], isReadOnly: false)
    desk.press("<alt+o>")
    desk.deliver(
      .notDone(.loadSubscriptions(window: 1), Problem("The sign-in failed.", cause: "AADSTS7000215", remedy: "Renew the secret.")))
    #expect(text(desk).contains("The sign-in failed. AADSTS7000215. Renew the secret."))
    #expect(!text(desk).contains("is asked what is subscribed to"))
  }

  @Test("A workspace that only reads, and one without Office 365, say why nothing can be started; the window of sources leads there")
  func unavailable() {
    var desk = Desk(sources: ["graph", "office365"])
    desk.press("<alt+o>")
    #expect(desk.model.overlay == nil && desk.model.toast?.text == Wording.readOnlySubscriptions)
    desk = Desk(sources: ["graph"], isReadOnly: false)
    desk.press("<alt+o>")
    #expect(desk.model.overlay == nil && desk.model.toast?.text == Wording.noOffice365)
    desk = Desk(sources: ["graph", "office365"], isReadOnly: false)
    _ = desk.takeEffects()
    desk.press("O")
    #expect(text(desk).contains("Alt-O shows its subscriptions and starts them"))
    desk.press("<alt+o>")
    #expect(desk.takeEffects() == [.loadSubscriptions(window: 1)])
  }
}
