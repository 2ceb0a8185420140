import AlertSources
import Canvas
import Casefile
import Foundation
import HuntPipeline
import LocalStore
import Locking
import Settings
import Terminal
import Workbench

/// Carries out what the workbench asks for, and sends back what came of it.
final class Bench: Sendable {
  static let sessionKey = "workbench"
  /// Seconds that leaving may take.
  private static let longestClosing = 2.0

  let workspace: OpenWorkspace
  let port: MessagePort<Message>
  let runner: HuntRunner
  /// What was read for the entity page on screen; the model holds only what is seen of it.
  let dossier = Locked<EntityDossier?>(nil)
  /// What was said about the tables; once is enough.
  let saidRemarks = Locked<Set<String>>([])
  /// Judges links before a browser gets them.
  let links = Locked(AlertLinkGate())
  private let clock = SystemClock()
  /// The last of the work that must not be lost.
  private let keeping = Locked<Task<Void, Never>?>(nil)
  /// The workspace to go to when this one is left; nil leaves the program.
  let nextWorkspace = Locked<String?>(nil)
  /// The latest task of each kind; a later one voids an unanswered one.
  private let latest = Locked<[String: Task<Void, Never>]>([:])

  init(workspace: OpenWorkspace, port: MessagePort<Message>) {
    self.workspace = workspace
    self.port = port
    runner = workspace.runner { port.post(.hunt($0)) }
  }

  /// The model as the workbench opens; the theme asked for on the command line is only held against the shelf.
  func model(theme: String?) throws -> Model {
    let configuration = workspace.configuration
    let keys = KeyMap.building(overrides: configuration.keys)
    if let clash = keys.problems.first { throw clash }
    let shelf = themes()
    for name in [theme, configuration.theme].compactMap({ $0 }) where shelf[name] == nil {
      let meant = Spelling.nearest(to: name, among: shelf.names, limit: 1).first
      throw Problem(
        "There is no theme '\(name)'.", cause: "Known are \(shelf.names.joined(separator: ", ")).",
        remedy: meant.map { "Did you mean \($0)?" } ?? "Choose one of them.", kind: .usage)
    }
    let card = workspace.rules.models.first ?? ModelCard.offline
    let isSample = workspace.name == OpenWorkspace.sampleName
    let hasPseudonyms = workspace.rules.models.contains { workspace.rules.pseudonyms.conceals($0) }
    var place =
      isSample
      ? WorkspaceFace(
        note: workspace.hasOwnData ? Wording.sampleAndOwnNote : Wording.sampleNote, model: card.name, hasPseudonyms: hasPseudonyms)
      : WorkspaceFace(name: workspace.name, note: "", model: card.name, hasPseudonyms: hasPseudonyms)
    place.isReadOnly = workspace.cloud?.workspace.isReadOnly ?? true
    place.asksServices = workspace.cloud != nil
    place.queryPlace = workspace.cloud?.queryPlace ?? Wording.localStore
    place.leavesMachine = workspace.rules.models.contains(where: \.leavesMachine)
    let surroundings = Surroundings()
    let (folder, home) = (try surroundings.stateFolder(), surroundings["HOME"] ?? "")
    place.keptIn = !home.isEmpty && folder.hasPrefix(home + "/") ? "~" + folder.dropFirst(home.count) : folder
    let offset = Foundation.TimeZone.current.secondsFromGMT() / 60
    var model = Model(
      size: .init(width: 80, height: 24), now: clock.now(), place: place,
      zone: ZoneDisplay(localOffsetMinutes: offset, isLocal: configuration.timeZone == .local), budget: workspace.rules.budget,
      tier: workspace.rules.tier, keys: keys.map, shelf: shelf, themeName: configuration.theme,
      modelNames: Bench.modelNames(workspace.rules.models),
      workspaces: configuration.workspaces.keys.sorted() + [OpenWorkspace.sampleName], seed: UInt64.random(in: .min ... .max))
    model.setUpAlerts(
      analyst: configuration.analystOnThisMachine, refreshSeconds: configuration.refreshSeconds,
      rings: configuration.refreshRings)
    if let cloud = workspace.cloud { model.setUpSources(cloud.sourceNames) }
    listenToSignIn()
    model.take(workspace.rules.context)
    for problem in workspace.startWarnings { port.post(.failed(problem)) }
    return model
  }

  /// Who may read rows: the configured models, and the rules whatever is configured; none where there is no choice.
  private static func modelNames(_ models: [ModelCard]) -> [String] {
    let names = models.map(\.name) + (models.contains(where: \.isOffline) ? [] : [ModelCard.offline.name])
    return names.count > 1 ? names : []
  }

  /// The built-in themes, then those of the user's folder, which win by name.
  private func themes() -> ThemeShelf {
    var shelf = ThemeShelf.builtIn
    guard let folder = try? Surroundings().configurationFolder() + "/themes",
      let files = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else { return shelf }
    for file in files.sorted() where file.hasSuffix(".toml") {
      guard let data = FileManager.default.contents(atPath: folder + "/" + file) else { continue }
      shelf.add(String(decoding: data, as: UTF8.self), file: file)
    }
    for problem in shelf.problems { port.post(.failed(problem)) }
    return shelf
  }

  @TerminalActor func perform(_ effect: Effect, _ control: TerminalControl) {
    switch effect {
    case .perform(let step, let hunt, let attempt): runner.perform(step, for: hunt, attempt: attempt)
    case .stopHunt(let hunt): runner.abandon(hunt)
    case .armOverlay(let number): after(0.4) { .overlayArmed(number) }
    case .tick(let moment): tick(at: moment)
    case .redraw: control.repaint()
    case .suspend: control.suspend()
    case .setMouse(let isOn): control.setMouse(isOn)
    case .switchWorkspace(let name):
      nextWorkspace.withLock { $0 = name }
      control.quit()
    case .quit: control.quit()
    case .bell: control.ring()
    case .copy(let text): copy(text, control)
    case .openEditor(let text): edit(text, control)
    case .openLink(let link): open(link: link, control)
    default: read(effect)
    }
  }

  /// Ends all work, of services too; what was journalled stays. Blocks for `longestClosing` at most: a service, a disk or a sign-in that
  /// does not answer keeps nobody from leaving.
  func close(_ model: Model) {
    let left = latest.withLock { latest in
      defer { latest = [:] }
      return latest.values
    }
    for task in left { task.cancel() }
    let (runner, store, cloud) = (runner, workspace.ledger, workspace.cloud)
    let session = model.sessionState.text
    let kept = keeping.withLock { $0 }
    let key = sessionKey
    Waiting.moment(Bench.longestClosing) {
      try? await store.setSessionValue(session, for: key)
      try? await store.setSessionValue(session, for: Bench.sessionKey)
      await runner.close(within: Bench.longestClosing / 2)
      await kept?.value
    }
    // Whatever still runs ends where it wants a token next.
    if let cloud { Task.detached { await cloud.tokens.close() } }
  }

  /// Where this workspace's session is kept; `Bench.sessionKey` holds the last one of any.
  var sessionKey: String { Bench.sessionKey + "/" + workspace.name }

  /// Work that must not be lost: one after the other, never given up, and waited for at the end.
  func keep(_ work: @escaping @Sendable (MessagePort<Message>) async throws -> Void) {
    let port = port
    keeping.withLock { last in
      let before = last
      last = Task {
        await before?.value
        do {
          try await work(port)
        } catch let problem as Problem {
          port.post(.failed(problem))
        } catch {
          port.post(.failed(Problem("Something was not kept.", cause: String(describing: error))))
        }
      }
    }
  }

  @TerminalActor func copy(_ text: String, _ control: TerminalControl) {
    let port = port
    Task { @TerminalActor in
      let receipt = await control.copy(text)
      let tools = receipt.ways.compactMap { way -> String? in if case .tool(let name) = way { name } else { nil } }
      if !receipt.isCopied {
        port.post(
          .failed(
            Problem(
              "Nothing was copied.", cause: "The text is too long for the terminal, and no clipboard program answered.",
              remedy: "Export it to a file.")))
      } else {
        port.post(.copied(tools.isEmpty ? "through the terminal (OSC 52)" : "with \(tools.joined(separator: ", "))"))
      }
    }
  }

  @TerminalActor private func edit(_ text: String, _ control: TerminalControl) {
    let port = port
    Task { @TerminalActor in
      do {
        port.post(.editorClosed(try await control.edit(text)))
      } catch let problem as Problem {
        port.post([.failed(problem), .editorClosed(nil)])
      } catch {
        port.post([.failed(Problem("The editor failed.", cause: String(describing: error))), .editorClosed(nil)])
      }
    }
  }

  private func tick(at moment: DateTime) {
    let wait = max(0, (moment - clock.now()).totalSeconds)
    let clock = clock
    replace("tick", .tick(at: moment)) { port in
      try await Task.sleep(nanoseconds: UInt64(min(wait, 3600) * 1_000_000_000))
      port.post(.tick(clock.now()))
    }
  }

  private func after(_ seconds: Double, _ message: @escaping @Sendable () -> Message) {
    let port = port
    Task {
      try? await Task.sleep(nanoseconds: UInt64(seconds * 1_000_000_000))
      port.post(message())
    }
  }

  /// Ends work of a kind, where some is under way.
  func end(_ kind: String) { latest.withLock { $0.removeValue(forKey: kind) }?.cancel() }

  /// Starts work of a kind in place of what is still under way of the same kind. When it fails, the message names the effect that asked
  /// for it, so that the pane that waits can say so.
  func replace(_ kind: String, _ effect: Effect, _ work: @escaping @Sendable (MessagePort<Message>) async throws -> Void) {
    let port = port
    let task = Task {
      do {
        try await work(port)
      } catch is CancellationError {
        // A later request of the same kind took its place.
      } catch let problem as Problem {
        if !Task.isCancelled { port.post(.notDone(effect, problem)) }
      } catch {
        if !Task.isCancelled { port.post(.notDone(effect, Problem("Something failed.", cause: String(describing: error)))) }
      }
    }
    latest.withLock { latest in
      latest[kind]?.cancel()
      latest[kind] = task
    }
  }
}
