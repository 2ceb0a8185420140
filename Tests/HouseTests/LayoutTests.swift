import Foundation
import Testing

@Suite("The top level holds what was agreed") struct LayoutTests {
  @Test("Beside dot-files there are only the agreed names")
  func topLevel() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
    let agreed: Set<String> = ["Package.swift", "Sources", "Tests", "themes", "README.md", "LICENSE", "Package.resolved"]
    for name in names where !name.hasPrefix(".") { #expect(agreed.contains(name), "\(name)") }
  }

  @Test("Dependencies are pinned to exact versions")
  func pins() throws {
    let manifest = try String(contentsOf: Repository.root.appendingPathComponent("Package.swift"), encoding: .utf8)
    let lines = manifest.split(separator: "\n").filter { $0.contains(".package(url:") }
    #expect(!lines.isEmpty)
    for line in lines { #expect(line.contains("exact:"), "\(line)") }
  }

  @Test("The README's first lines build, run and test on a fresh machine, and its links lead somewhere")
  func readme() throws {
    let readme = try String(contentsOf: Repository.root.appendingPathComponent("README.md"), encoding: .utf8)
    let packages = "libncurses-dev libcurl4-openssl-dev libsqlite3-dev libre2-dev zlib1g-dev"
    #expect(
      readme.contains("$(command -v sudo) sh -c 'apt-get update && apt-get install -y \(packages)' && swift run -c release logspotlight"))
    #expect(readme.contains("$(command -v sudo) sh -c 'apt-get update && apt-get install -y \(packages) tmux' && swift test"))
    for match in readme.matches(of: /\]\((?!http)([^)#]+)\)/) {
      let path = Repository.root.appendingPathComponent(String(match.1)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(match.1)")
    }
  }
}
