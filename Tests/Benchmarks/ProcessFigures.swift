import Foundation

/// What the kernel counts of a process: memory, processor time, and how often it was woken.
struct ProcessFigures {
  let residentMegabytes: Int
  /// The most it ever had.
  let peakMegabytes: Int
  let processorMilliseconds: Int
  let wakeUps: Int

  init(_ process: Int32) {
    func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    func figure(_ name: String, _ status: String) -> Int {
      let line = status.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
      return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
    }
    peakMegabytes = figure("VmHWM", text("/proc/\(process)/status")) / 1024
    residentMegabytes = figure("VmRSS", text("/proc/\(process)/status")) / 1024
    // Fields behind the name in brackets: user and system time are the 12th and 13th, in hundredths of a second.
    let fields = text("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ") ?? []
    processorMilliseconds = fields.count > 12 ? ((Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)) * 10 : 0
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
    wakeUps = threads.reduce(0) { $0 + figure("voluntary_ctxt_switches", text("/proc/\(process)/task/\($1)/status")) }
  }
}
