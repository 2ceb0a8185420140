import Canvas
import Foundation
import TestSupport
import Workbench

/// Keys, pastes, resizes and news in any order, and every state drawn.
struct ScreenFuzzer {
  private let options: FuzzOptions

  init(_ options: FuzzOptions) { self.options = options }

  /// True when every state could be drawn at its size; a new desk every 5,000 steps, as one that was left alone grows dull.
  func run() -> Bool {
    let start = Date()
    var chaos = Chaos(seed: options.seed)
    for step in 0..<options.runs {
      if step % 5000 == 0 {
        chaos = Chaos(seed: options.seed &+ UInt64(step))
        if Date().timeIntervalSince(start) > options.seconds { return report(step, start) }
      }
      chaos.step()
      guard chaos.desk.screen().size == chaos.desk.model.size else {
        print("step \(step) of seed \(options.seed): the screen has another size")
        return false
      }
    }
    return report(options.runs, start)
  }

  private func report(_ steps: Int, _ start: Date) -> Bool {
    print("\(steps) keys, resizes and events, each state drawn, in \(Int(Date().timeIntervalSince(start))) s, clean")
    return true
  }
}
