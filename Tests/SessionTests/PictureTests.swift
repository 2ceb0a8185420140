import Canvas
import Casefile
import Foundation
import HuntPipeline
import TestSupport
import Testing

@Suite("Pictures") struct PictureTests {
  private func afterHunt() -> Desk {
    var desk = Desk(width: 120, height: 36)
    desk.press("a")
    desk.type("Show suspicious PowerShell activity on host WS-123 in the last day")
    desk.press("<enter>")
    desk.deliver(.modelChosen(.draft, DeskSample.offlineChoice))
    desk.deliver(.planDrafted(DeskSample.plan))
    desk.deliver(.queryReviewed(DeskReview.of(DeskSample.kql)))
    desk.press("r")
    desk.deliver(.rowsArrived(DeskSample.progress(4812)))
    desk.deliver(.reduced(DeskSample.reduction))
    desk.deliver(.modelChosen(.analysis, DeskSample.choice()))
    desk.press("f")
    for finding in DeskSample.findings { desk.deliver(.findingArrived(finding)) }
    desk.deliver(.usageReported(.analysis, Usage(input: 11_204, output: 1180), Money(dollars: 0.0052)))
    desk.wait(seconds: 12)
    desk.deliver(.finished(HuntEnding(findings: 3, cost: Money(dollars: 0.0052), seconds: 12)))
    return desk
  }

  /// `LOGSPOTLIGHT_UPDATE=1` draws the README's picture anew; without it, a stale one fails.
  @Test("The README's picture is what the program draws")
  func picture() throws {
    let drawn = afterHunt().screen().svg(title: "LogSpotlight after a hunt") + "\n"
    var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path), folder.path != "/" {
      folder.deleteLastPathComponent()
    }
    let path = folder.appendingPathComponent(".github/workbench.svg")
    if ProcessInfo.processInfo.environment["LOGSPOTLIGHT_UPDATE"] != nil {
      try drawn.write(to: path, atomically: true, encoding: .utf8)
    } else {
      #expect(try String(contentsOf: path, encoding: .utf8) == drawn, "run LOGSPOTLIGHT_UPDATE=1 swift test")
    }
  }
}
