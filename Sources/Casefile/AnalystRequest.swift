/// What an analyst asked, and of what.
package struct AnalystRequest: Equatable, Sendable {
  /// What the question is put to.
  package enum Subject: Equatable, Sendable {
    /// The logs: a plan is drafted and KQL runs.
    case logs
    /// These alerts, in the order shown; no KQL runs.
    case alerts([AlertID])
  }

  /// The words as typed.
  package var text: String
  package var subject: Subject
  package var workspace: String
  /// When it was asked, to the second; "last day" counts back from here.
  package var asked: DateTime
  /// Minutes east of UTC of the zone the screen shows; "yesterday" is a calendar day there.
  package var zoneOffsetMinutes: Int

  package init(text: String, subject: Subject = .logs, workspace: String, asked: DateTime, zoneOffsetMinutes: Int = 0) {
    self.text = text
    self.subject = subject
    self.workspace = workspace
    self.asked = asked.wholeSecond
    self.zoneOffsetMinutes = zoneOffsetMinutes
  }
}
