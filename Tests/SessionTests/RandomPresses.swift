import Canvas
import TestSupport
import Testing
import Workbench

@Suite("Anything at all")
struct RandomPresses {
  /// `fuzzers screen` does a hundred thousand and more.
  @Test("Ten thousand keys, resizes and events: every state draws", arguments: [1, 2, 3, 4])
  func chaos(seed: UInt64) {
    var chaos = Chaos(seed: seed)
    for step in 0..<2500 {
      chaos.step()
      let screen = chaos.desk.screen()
      if step % 100 == 0 { #expect(screen.size == chaos.desk.model.size) }
      #expect(chaos.desk.model.alerts.lines.count <= 256)
    }
  }
}
