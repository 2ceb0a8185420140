package import Canvas
package import Casefile
package import HuntPipeline
package import Workbench

/// An analyst's seat without a terminal: presses keys, delivers news, reads screens.
///
/// Pages and alerts are answered at once from `DeskStore`; every other effect is kept until `takeEffects`, so that a story says all of them.
package struct Desk {
  package private(set) var model: Model
  package var store: DeskStore
  /// Effects that nobody answered yet, ticks left out.
  private var effects: [Effect] = []
  private var sequence = 0
  /// Answers that led to questions that led to answers; a model that is never content would ask for ever.
  private var depth = 0
  /// The moment that a tick was last asked for.
  package private(set) var nextTick: DateTime?

  /// 2026-11-23T03:14:07Z, the moment every story begins.
  package static let opening = DateTime(ticks: 639_310_004_470_000_000)

  package init(
    width: Int = 120, height: Int = 36, store: DeskStore = DeskStore(), models: [String] = [], keys: KeyMap? = nil, sources: [String] = [],
    isReadOnly: Bool = true, asksServices: Bool = false, queryPlace: String? = nil
  ) {
    self.store = store
    var place = WorkspaceFace(isReadOnly: isReadOnly, keptIn: "~/.local/state/logspotlight")
    place.asksServices = asksServices
    place.queryPlace = queryPlace ?? place.queryPlace
    model = Model(
      size: Size(width: width, height: height), now: Desk.opening, place: place,
      budget: Budget(perHunt: Money(dollars: 0.5), perDay: Money(dollars: 5)),
      tier: "1", keys: keys ?? KeyMap.building().map, modelNames: models, seed: 7)
    model.setUpSources(sources)
    let first = model.start()
    take(first)
  }

  /// Presses keys parted by blanks: `j`, `<enter>`, `<ctrl+p>`, `<space>`.
  package mutating func press(_ keys: String) {
    for word in keys.split(separator: " ") {
      let notation = word.count > 2 && word.hasPrefix("<") && word.hasSuffix(">") ? String(word.dropFirst().dropLast()) : String(word)
      guard let key = Key(notation: notation) else { preconditionFailure("\(word) is no key") }
      deliver(.input(.key(key)))
    }
  }

  /// Types text letter by letter.
  package mutating func type(_ text: String) {
    for character in text { deliver(.input(.key(.character(character)))) }
  }

  package mutating func resize(_ width: Int, _ height: Int) { deliver(.input(.resize(Size(width: width, height: height)))) }

  /// Takes up a session as at the start.
  package mutating func restore(_ state: JSONValue) { model.restore(state) }

  /// Lets time pass.
  package mutating func wait(seconds: Double) { deliver(.tick(model.now + .seconds(seconds))) }

  package mutating func deliver(_ message: Message) {
    let next = model.receive(message)
    take(next)
  }

  /// Gives the analyst's own lists of people, machines and networks.
  package mutating func take(_ lists: ContextLists) { model.take(lists) }

  /// Delivers news of the hunt on screen, with its present attempt.
  package mutating func deliver(_ event: HuntEvent) {
    guard let hunt = model.hunt else { return }
    sequence += 1
    deliver(.hunt(StampedEvent(hunt: hunt.id, attempt: hunt.attempt, sequence: sequence, time: model.now, event: event)))
  }

  /// Lets the late-arming question arm.
  package mutating func arm() {
    for effect in effects.reversed() {
      if case .armOverlay(let number) = effect {
        deliver(.overlayArmed(number))
        break
      }
    }
  }

  /// All effects since the last look that the store did not answer.
  package mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  /// The steps among `takeEffects`.
  package mutating func takeSteps() -> [HuntStep] {
    takeEffects().compactMap { effect in
      if case .perform(let step, _, _) = effect { return step }
      return nil
    }
  }

  /// What is on the screen now.
  package func screen() -> Surface {
    var surface = Surface(size: model.size)
    model.draw(on: &surface)
    return surface
  }

  private mutating func take(_ new: [Effect]) {
    for effect in new {
      if case .tick(let moment) = effect {
        nextTick = moment
      } else if let answer = store.answer(effect) {
        depth += 1
        if depth > 50 { fatalError("the model asks again and again: \(effect)") }
        deliver(answer)
        depth -= 1
      } else {
        effects.append(effect)
      }
    }
  }
}
