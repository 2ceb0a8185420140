import Canvas
import Casefile
import Foundation
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("Pictures") struct PictureTests {
  private static let pictures = ["workbench", "list", "query", "entity", "paper"]

  private func desk(_ name: String) -> Desk {
    switch name {
    case "list": list()
    case "query": query()
    case "entity": EntityStories.picture()
    case "paper": themed(afterHunt(), "paper")
    default: afterHunt()
    }
  }

  private func themed(_ desk: Desk, _ theme: String) -> Desk {
    var desk = desk
    desk.press("T")
    while desk.model.themeName != theme { desk.press("j") }
    desk.press("<enter>")
    desk.wait(seconds: 10)
    return desk
  }

  /// The list of alerts on the whole screen, grouped, one group open, some marked.
  private func list() -> Desk {
    var desk = Desk(width: 120, height: 30)
    desk.press("plus b j j <enter> j <space> <space>")
    return desk
  }

  /// A query being typed, with what could be typed, in the theme for colour-blind eyes.
  private func query() -> Desk {
    var desk = themed(Desk(width: 120, height: 30), "lucid")
    desk.press("e")
    desk.deliver(.input(.paste("DeviceProcessEvents\n| where FileNme =~ \"powershell.exe\"\n| where DeviceName has \"ws\"")))
    desk.press("<enter>")
    desk.type("| project Tim")
    return desk
  }

  private func afterHunt() -> Desk {
    var desk = Desk.reduced("Show suspicious PowerShell activity on host WS-123 in the last day")
    desk.deliver(.modelChosen(.analysis, DeskSample.choice()))
    desk.press("f")
    for finding in DeskSample.findings { desk.deliver(.findingArrived(finding)) }
    desk.deliver(.usageReported(.analysis, Usage(input: 11_204, output: 1180), Money(dollars: 0.0052)))
    desk.wait(seconds: 12)
    desk.deliver(.finished(HuntEnding(findings: 3, cost: Money(dollars: 0.0052), seconds: 12)))
    return desk
  }

  /// `LOGSPOTLIGHT_UPDATE=1` draws them anew; without it, a stale one fails.
  @Test("The README's pictures are what the program draws", arguments: pictures)
  func picture(name: String) throws {
    let drawn = desk(name).screen().svg(title: "LogSpotlight") + "\n"
    var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path), folder.path != "/" {
      folder.deleteLastPathComponent()
    }
    let path = folder.appendingPathComponent(".github/\(name).svg")
    if ProcessInfo.processInfo.environment["LOGSPOTLIGHT_UPDATE"] != nil {
      try drawn.write(to: path, atomically: true, encoding: .utf8)
    } else {
      #expect(try String(contentsOf: path, encoding: .utf8) == drawn, "run LOGSPOTLIGHT_UPDATE=1 swift test")
    }
  }
}
