package import Canvas
package import Casefile
package import HuntPipeline

/// Everything that can happen to the model.
package enum Message: Equatable, Sendable {
  /// A key, a paste, a resize; what the terminal reads.
  case input(InputEvent)
  /// The time now.
  case tick(DateTime)
  /// News of a hunt. Events of another hunt or an older attempt are dropped; the endings must be delivered.
  case hunt(StampedEvent)
  /// Lines of a listing; dropped when another listing is shown by now.
  case alertsArrived(AlertPage, of: AlertListing)
  /// One alert whole; nil when it is no longer stored.
  case alertArrived(Alert?)
  case alertIDsArrived([AlertID], of: AlertListing, for: IDPurpose)
  /// The place of the alert with this id; nil where the listing has it not.
  case alertPlaceFound(AlertID, Int?, of: AlertListing)
  /// The place of a new alert; nil when there is none further that way.
  case newAlertFound(Int?, of: AlertListing, isForward: Bool)
  /// The place a jump leads to; nil when there is none that way.
  case alertJumpFound(Int?, of: AlertListing, from: Int, AlertJump, isForward: Bool)
  case alertsToCopy([Alert])
  /// How reading a source goes.
  case sourceChanged(SourceNews)
  /// Every source was read or gave up, and the store has what came.
  case fetchEnded
  /// A code is to be typed elsewhere; nil when that is over.
  case signInNeeded(SignInState?)
  /// The code that was shown was not entered; no other is asked for by itself.
  case signInUnanswered
  /// Requests of the change of that number, to be seen before they are sent.
  case triageDrafted([TriageDraft], change: Int)
  /// What became of the next request of the change of that number.
  case triageAnswered(TriageResult, change: Int)
  /// What is subscribed to at Office 365, for the window of that number.
  case subscriptionsArrived([SubscriptionOffer], window: Int)
  /// What became of the next request of the window of that number.
  case subscriptionAnswered(SubscriptionResult, window: Int)
  /// The store has other alerts than before.
  case alertsChanged
  case techniquesCounted([String: Int], of: AlertListing)
  /// Rows of a view from a place (0-based) on; dropped when another view is shown by now.
  case rowsArrived(RowView, start: Int, rows: [NumberedRow])
  /// One row of a result set with its decoded texts whole; nil when it is no longer stored.
  case wholeRowArrived(ResultSetID, NumberedRow?)
  /// How far rows were gone through for a view; the last one is complete.
  case rowsOrdered(RowView, RowOrderProgress)
  /// Where a row (1-based number) stands in a view; nil when the filter hides it.
  case rowFound(RowView, row: Int, place: Int?)
  /// Rows whose values were counted so far.
  case valuesCounting(RowView, column: Int, looked: Int)
  case valuesCounted(RowView, column: Int, ColumnFrequency)
  /// The rows (1-based number and cells) that prove a finding.
  case proofArrived(ResultSetID, finding: String, rows: [ProvingRow])
  /// The tables that queries may read here.
  case tablesArrived([TableSchema], own: Set<String> = [])
  /// The service was asked anew and told so many tables at that moment; the tables themselves came before.
  case tablesReread(Int, at: DateTime)
  case valuesArrived([Value], of: Column, table: String)
  /// What was decided about findings, by their ids.
  case decisionsArrived([String: Triage])
  /// Saved hunts and ended ones, in the order to be shown.
  case huntsArrived([HuntEntry], problem: Problem? = nil)
  case huntOpened(JSONValue)
  /// Nil where no call is near.
  case previewArrived(OutgoingCalls?)
  case savedHuntArrived(String, text: String)
  /// The file that was written.
  case huntSaved(String)
  /// Money spent since midnight UTC; nil when the ledger cannot tell.
  case spendArrived(Money?)
  case pivotDrafted(PivotDraft)
  case entityProgressed(EntityQuestion, EntityProgress)
  /// What is stored about an entity, or why it could not be read.
  case entityArrived(EntityQuestion, EntityPage?, problem: String?)
  /// Rows from `start` (0-based, newest first) on.
  case entityRowsArrived(EntityQuestion, start: Int, rows: [EntityRow])
  case entityRowArrived(EntityQuestion, Int, [EntityCell])
  /// What a bare name is; nil where no column of users or hosts has it.
  case entityKindFound(String, EntitySubject?)
  case recordRead(AlertID, FoldedRecord)
  case overlayArmed(Int)
  /// What the editor left; nil when it was left without saving or could not start.
  case editorClosed(String?)
  /// How the text reached the clipboard, as the end of a sentence: `with wl-copy`.
  case copied(String)
  /// The file that was written.
  case exported(String)
  /// What this effect asked for could not be done; who waits for it says so.
  case notDone(Effect, Problem)
  /// Something else failed; the model says so and goes on.
  case failed(Problem)
  /// Anything worth a line at the bottom.
  case noted(String)
}

/// A row of a result set with its number.
package struct ProvingRow: Equatable, Sendable {
  /// 1-based.
  package var number: Int
  package var cells: [Value]

  package init(number: Int, cells: [Value]) {
    self.number = number
    self.cells = cells
  }
}
