package import Casefile
package import HuntPipeline

/// Something for the program's wiring to do. Data only; results come back as `Message`s, failures as `.notDone` with the effect.
package enum Effect: Equatable, Sendable {
  /// Give the runner a step; its events come back as `.hunt(StampedEvent)` with the same hunt and attempt.
  case perform(HuntStep, hunt: HuntID, attempt: Int)
  /// End all work given for this hunt so far: it left the screen, or its query was edited. Steps given later are new work.
  case stopHunt(HuntID)
  /// Read lines of a listing; answer with `.alertsArrived`: what is found at once (`isCounted` is then false), then all of it. A later
  /// one makes an unanswered one void.
  case loadAlerts(AlertListing, Range<Int>)
  /// Look for an alert's place in a listing; answer with `.alertPlaceFound`.
  case findAlert(AlertID, AlertListing)
  /// Look for the nearest new alert after or before a place of the listing; answer with `.newAlertFound`.
  case findNewAlert(AlertListing, from: Int, isForward: Bool)
  /// Look for the line that a jump leads to; answer with `.alertJumpFound`. A later one makes an unanswered one void.
  case jumpAlerts(AlertListing, from: Int, AlertJump, isForward: Bool)
  /// Read these alerts; answer with `.alertsToCopy`.
  case loadAlertsToCopy([AlertID])
  /// Ring the terminal's bell.
  case bell
  /// Read one alert whole; answer with `.alertArrived`. A later one makes an unanswered one void.
  case loadAlert(AlertID)
  /// Read all ids of a listing, in its order; answer with `.alertIDsArrived` and the same purpose.
  case loadAlertIDs(AlertListing, IDPurpose)
  /// Fetch from the alert sources, telling each one's state by `.sourceChanged`; send `.alertsChanged` when the
  /// store has others meanwhile, and `.fetchEnded` at the end, whatever came of it.
  case refreshAlerts
  /// The same by itself: nobody asked, so that nobody is asked to sign in.
  case rereadSources
  /// End the fetching; what came is kept.
  case stopFetching
  /// Somebody is here to sign in: the next code may be asked for.
  case signInAgain
  /// Make the requests of these changes; answer with `.triageDrafted` and the same number.
  case draftTriage([TriageWish], change: Int)
  /// Send these requests one after the other; answer each with `.triageAnswered`, in their order, then send `.alertsChanged`.
  case sendTriage([TriageRequest], change: Int)
  /// Ask Office 365 what is subscribed to; answer with `.subscriptionsArrived` and the same number.
  case loadSubscriptions(window: Int)
  /// Start these subscriptions one after the other; answer each with `.subscriptionAnswered`, in their order.
  case startSubscriptions([SubscriptionOffer], window: Int)
  /// Count the alerts of a listing by technique id; answer with `.techniquesCounted`.
  case countTechniques(AlertListing)
  /// Read rows of a view by their places (0-based); answer with `.rowsArrived`. A later one makes an unanswered one void.
  case loadRows(RowView, Range<Int>)
  /// Read one row (1-based number) with its decoded texts whole; answer with `.wholeRowArrived`. A later one makes an unanswered one void.
  case loadWholeRow(ResultSetID, Int)
  /// Go through the rows for a view; answer with `.rowsOrdered` until it is complete. A later one ends it.
  case orderRows(RowView)
  /// Find the place of a row (1-based number) in a view; answer with `.rowFound`.
  case findRow(RowView, Int)
  /// Count the values of a column among the rows of a view; answer with `.valuesCounted`. A later one ends it.
  case countValues(RowView, column: Int)
  /// End the counting; nothing comes back.
  case stopCounting
  /// Read single rows (1-based numbers) that prove a finding; answer with `.proofArrived`.
  case loadProof(ResultSetID, finding: String, rows: [Int])
  /// Read the tables that have rows; answer with `.tablesArrived`.
  case loadTables
  /// Ask the service for its tables anew; answer with `.tablesArrived`, then `.tablesReread`.
  case rereadTables
  /// Look which values a stored column has, the commonest first; answer with `.valuesArrived`, or not at all.
  case loadValues(Column, table: String)
  /// Ask the ledger what was spent today; answer with `.spendArrived`.
  case loadSpend
  /// Put text on the clipboard; answer with `.copied`.
  case copy(String)
  /// Give the terminal to `$EDITOR` with this text; answer with `.editorClosed`.
  case openEditor(String)
  /// Write the hunt's findings in this format; answer with `.exported`.
  case export(HuntID, format: String)
  /// Journal and keep what was decided about a finding; answer with `.decisionsArrived`.
  case keepDecision(Triage, finding: String, hunt: HuntID)
  /// Read what was decided about findings before; answer with `.decisionsArrived`.
  case loadDecisions([String])
  /// Keep an ended hunt under this key, among the last fifty; nothing comes back.
  case keepHunt(String, JSONValue)
  /// Make ready what is sent, or was sent last, for this hunt; answer with `.previewArrived`.
  case preview(HuntID)
  /// List saved hunts and those kept; answer with `.huntsArrived`.
  case loadHunts
  /// Read one of them; answer with `.huntOpened` or `.savedHuntArrived`.
  case openHunt(HuntEntry.Source)
  /// Write a query to the folder of saved hunts; answer with `.huntSaved`.
  case saveHunt(String, text: String)
  /// Make the query of a pivot; answer with `.pivotDrafted`. A later one makes an unanswered one void.
  case draftPivot(EntityPivot)
  /// Read every table's rows of an entity; answer with `.entityProgressed` and `.entityArrived`. A later one ends an earlier one.
  case loadEntity(EntityQuestion)
  /// End the reading of an entity; nothing comes back.
  case stopEntity
  /// Read kept rows (0-based, newest first) of the entity that was read last; answer with `.entityRowsArrived`.
  case loadEntityRows(EntityQuestion, Range<Int>)
  /// Read one kept row (0-based, newest first) whole; answer with `.entityRowArrived`.
  case loadEntityRow(EntityQuestion, Int)
  /// Look whether columns of identities know this bare name as a user or a host; answer with `.entityKindFound`.
  case findEntityKind(String)
  /// Read an alert's record (its id and text) into lines that fold; answer with `.recordRead`.
  case readRecord(AlertID, text: String)
  /// Open a link outside; without a display copy it. Answer with `.noted` or `.copied`.
  case openLink(String)
  /// Keep this text as the session; nothing comes back.
  case saveSession(String)
  /// Wait 0.4 seconds, then send `.overlayArmed` with this number.
  case armOverlay(Int)
  /// Send `.tick` at this moment, and never later than the earliest asked for; only one needs to be kept.
  case tick(at: DateTime)
  /// Paint the whole screen anew, without trusting what is on it.
  case redraw
  /// Stop the process as Ctrl-Z does; `.input(.resumed)` comes afterwards.
  case suspend
  /// Have clicks and the wheel told, or not.
  case setMouse(Bool)
  /// Leave this workspace and open that one.
  case switchWorkspace(String)
  /// Leave the program.
  case quit
}

/// What ids of a whole listing are wanted for.
package enum IDPurpose: Equatable, Sendable {
  /// To ask this request of all alerts shown.
  case ask(String)
  case markAll
  /// To mark the alerts of the group with this key, or to unmark them when all are marked.
  case markGroup(String)
  /// To copy the alerts of the group with this key.
  case copyGroup(String)
  /// To mark these places of the listing.
  case markRange(Int, Int)

  /// Names what a later request of its kind makes void: only the same thing wanted again.
  package var slot: String {
    switch self {
    case .ask: "ask"
    case .markAll: "all"
    case .markGroup(let key): "group \(key)"
    case .copyGroup: "copy"
    case .markRange: "range"
    }
  }
}
