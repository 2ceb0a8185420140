package import Casefile
package import KQL

/// One line to be typed in a window.
package struct PromptState: Equatable, Sendable {
  package enum Purpose: Equatable, Sendable {
    /// A part of the plan of the query on screen.
    case plan(PlanPart)
    /// The analyst's note on a finding, by its id.
    case note(finding: String)
    /// The name under which the hunt is saved.
    case huntName
    /// A further question about the rows of the hunt.
    case followUp
    /// The name of a user, machine, hash or address whose page is wanted.
    case entity
    /// Who the alerts of a change are assigned to, and the change to go back to.
    case assignment(WriteBackState)
    case comment(WriteBackState)
    /// The value of a saved hunt's parameter.
    case parameter(SavedHuntFilling)
  }

  package var purpose: Purpose
  package var editor: TextEditor
  /// Why what was typed is not taken; goes away with the next key.
  package var problem: String?

  /// True while the line holds what was put there for the analyst: the next letter starts anew, an arrow keeps it for editing.
  var isReplaceable = false

  init(_ purpose: Purpose, _ text: String) {
    self.purpose = purpose
    editor = TextEditor(text)
    if case .assignment = purpose { isReplaceable = !text.isEmpty }
  }
}

/// A saved hunt whose parameters are being asked for, one after the other.
package struct SavedHuntFilling: Equatable, Sendable {
  package var name: String
  package var text: String
  package var parameters: [KQLParameter]
  package var values: [String: String] = [:]

  /// The first parameter that has no value yet.
  package var next: KQLParameter? { parameters.first { values[$0.name] == nil } }
}

/// A hunt that can be opened.
package struct HuntEntry: Equatable, Sendable {
  package enum Source: Equatable, Sendable {
    /// A file with a query, by its name.
    case saved(String)
    /// An ended hunt, by the key it is kept under.
    case ended(String)
  }

  package var source: Source
  /// When it ended; nil for a saved one.
  package var time: DateTime?
  /// The request, or the saved hunt's name.
  package var title: String
  /// What came of it, or what it asks for.
  package var note: String

  package init(source: Source, time: DateTime?, title: String, note: String) {
    self.source = source
    self.time = time
    self.title = title
    self.note = note
  }
}

/// Saved hunts and ended ones, searched by typing.
package struct HuntsState: Equatable, Sendable {
  package var search = TextEditor()
  package var cursor = 0
  package var entries: [HuntEntry] = []
  /// False until the list came.
  package var hasArrived = false
  /// Why it could not be read, or not all of it.
  package var problem: Problem?

  /// Entries with all the words typed.
  package var found: [HuntEntry] {
    let words = search.text.lowercased().split(whereSeparator: \.isWhitespace)
    guard !words.isEmpty else { return entries }
    return entries.filter { entry in
      let text = "\(entry.title) \(entry.note)".lowercased()
      return words.allSatisfy { text.contains($0) }
    }
  }
}
