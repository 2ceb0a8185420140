import Canvas
import Foundation
import TestSupport
import Testing
import Workbench

extension Desk {
  /// Compares the screen with the snapshot of that name: the text, and below it the role letters of the cells.
  ///
  /// `LOGSPOTLIGHT_UPDATE=1` writes the snapshot anew.
  func expectScreen(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let surface = screen()
    let seen = surface.plainText() + "\n\n" + String(repeating: "=", count: model.size.width) + "\n" + surface.roleText() + "\n"
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Snapshots")
    let file = folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment["LOGSPOTLIGHT_UPDATE"] == "1" {
      #expect(throws: Never.self, sourceLocation: sourceLocation) { try seen.write(to: file, atomically: true, encoding: .utf8) }
      return
    }
    guard let kept = try? String(contentsOf: file, encoding: .utf8) else {
      Issue.record(
        "There is no snapshot \(name); LOGSPOTLIGHT_UPDATE=1 swift test writes it.\n\(surface.plainText())", sourceLocation: sourceLocation)
      return
    }
    guard kept != seen else { return }
    let (old, new) = (
      kept.split(separator: "\n", omittingEmptySubsequences: false), seen.split(separator: "\n", omittingEmptySubsequences: false)
    )
    let changed = (0..<max(old.count, new.count)).filter { old.dropFirst($0).first != new.dropFirst($0).first }
    let shown = changed.prefix(8).map { "line \($0 + 1)\n- \(old.dropFirst($0).first ?? "")\n+ \(new.dropFirst($0).first ?? "")" }
    Issue.record(
      "The screen \(name) changed in \(changed.count) lines.\n\(shown.joined(separator: "\n"))", sourceLocation: sourceLocation)
  }
}
