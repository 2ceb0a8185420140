internal import Canvas

/// The letters at the lines; all else on screen stays as it is.
enum JumpOverlay {
  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface) {
    surface.cursor = nil
    for target in model.jumpTargets { surface.draw(String(target.letter), at: target.point, theme[.selection].adding(.bold)) }
  }
}
