internal import Canvas
internal import Casefile

extension Model {
  mutating func performScreen(_ command: Command) -> [Effect] {
    if command == .jump { return beginJump() }
    guard command == .copyPane else {
      hidesHints.toggle()
      say(Wording.hints(isHidden: hidesHints, keys.label(of: .toggleHints)), .note)
      return []
    }
    copiedThing = Wording.copiedPane(focus)
    return [.copy(paneText)]
  }

  /// What the pane with the focus shows, as plain lines: what is on screen is safe already.
  var paneText: String {
    var surface = Surface(size: size)
    draw(on: &surface)
    let lines = surface.plainText(in: ScreenLayout(self).inner(focus)).split(separator: "\n", omittingEmptySubsequences: false)
    let last = lines.lastIndex { !$0.isEmpty } ?? 0
    return lines.prefix(last + 1).joined(separator: "\n")
  }
}
