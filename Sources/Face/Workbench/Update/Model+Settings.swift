internal import Canvas
internal import Casefile

extension Model {
  /// How the program shows itself: mouse, background, zone, workspace.
  mutating func performSetting(_ command: Command) -> [Effect] {
    switch command {
    case .toggleMouse:
      hasMouse.toggle()
      say(Wording.mouse(hasMouse), .note)
      return [.setMouse(hasMouse)]
    case .switchWorkspace:
      var state = PickerState(purpose: .workspace, items: workspaces, notes: workspaces.map { $0 == place.name ? Wording.here : "" })
      state.cursor = workspaces.firstIndex(of: place.name) ?? 0
      overlay = .picker(state)
    case .toggleGround:
      keepsTerminalGround.toggle()
      choose(theme: themeName, keeping: keptTheme)
      say(Wording.ground(keepsTerminalGround), .note)
    case .toggleZone:
      zone.isLocal.toggle()
      say(Wording.zoneIs(zone.label), .note)
    default: break
    }
    return []
  }
}
