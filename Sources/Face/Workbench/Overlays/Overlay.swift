package import HuntPipeline

/// The window over the panes; there is one at most.
package enum Overlay: Equatable, Sendable {
  case help(HelpState)
  case palette(PaletteState)
  case picker(PickerState)
  /// The alert list's columns, with the place of the cursor.
  case columns(Int)
  /// The steps of the reduction, with the place of the cursor.
  case reduction(Int)
  case consent(ConsentState)
  /// What is sent to a model, to the letter.
  case preview(PreviewState)
  /// One line to be typed: a part of the plan, a name, a parameter's value.
  case prompt(PromptState)
  /// The sources of alerts, scrolled by so many lines.
  case sources(Int)
  case signIn(SignInState)
  case writeBack(WriteBackState)
  /// Subscriptions of Office 365; its keys are those of a change of alerts.
  case subscriptions(SubscriptionsState)
  /// Saved hunts and those that ended, searched by typing.
  case hunts(HuntsState)
  /// Asks before leaving; the text says what would be lost.
  case leaving(String)
  case frequency(FrequencyState)
  /// Letters at the lines, one of which is waited for.
  case jump
  /// The columns of the rows, with the cursor on one of them.
  case rowColumns(cursor: Int)
}

extension Overlay {
  package var kind: OverlayKind {
    switch self {
    case .help: .help
    case .palette: .palette
    case .picker: .picker
    case .columns: .columns
    case .reduction: .reduction
    case .preview: .preview
    case .consent: .consent
    case .prompt: .prompt
    case .sources: .sources
    case .signIn: .signIn
    case .writeBack, .subscriptions: .writeBack
    case .hunts: .hunts
    case .leaving: .leaving
    case .jump: .jump
    case .frequency, .rowColumns: .list
    }
  }
}

/// The keys of one pane, searched by typing.
package struct HelpState: Equatable, Sendable {
  package var place: KeyMap.Place
  package var search = TextEditor()
  package var scroll = 0
}

/// All commands, searched by typing.
package struct PaletteState: Equatable, Sendable {
  package var search = TextEditor()
  package var cursor = 0
}

/// A choice from a short list.
package struct PickerState: Equatable, Sendable {
  package enum Purpose: Equatable, Sendable {
    case theme(before: String)
    case model
    case workspace
    case export
    /// What is decided about a finding, by its id.
    case status(finding: String)
  }

  package var purpose: Purpose
  package var items: [String]
  package var notes: [String]
  package var cursor = 0
}

/// A yes or no that arrived by itself, and so counts only after a moment without keys.
package struct ConsentState: Equatable, Sendable {
  package var question: ConsentQuestion
  package var isArmed = false
}

/// A call to a model as it leaves.
package struct PreviewState: Equatable, Sendable {
  /// Nil until it came.
  package var call: OutgoingCalls?
  package var scroll = 0
}

/// How often each value of a column occurs, as it is looked at.
package struct FrequencyState: Equatable, Sendable {
  package var view: RowView
  /// Place of the column in the result.
  package var column: Int
  /// Rows counted so far.
  package var looked = 0
  /// Nil until all are counted.
  package var frequency: ColumnFrequency?
  package var cursor = 0

  /// What is to be done when the window goes: a count under way ends with it.
  var stopsCounting: [Effect] { frequency == nil ? [.stopCounting] : [] }
}
