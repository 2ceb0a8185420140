package import Casefile
import HuntPipeline

/// What an import did, file by file.
package struct ImportReport: Equatable, Sendable {
  /// Rows that went to one table.
  package struct Destination: Equatable, Sendable {
    package var table: String
    package var rows: Int
  }

  /// A row that could not be kept, and why.
  package struct Refusal: Equatable, Sendable {
    /// 1-based line of the file where the row begins; 0 where a format has no lines.
    package var line: Int
    package var reason: String
  }

  /// An import of the same bytes, some time ago.
  package struct Earlier: Equatable, Sendable {
    package var time: DateTime
    package var rows: Int
  }

  /// One file.
  package struct File: Equatable, Sendable {
    package var path: String
    /// Where the rows went, in the order first met; alerts are not counted here.
    package var destinations: [Destination] = []
    /// Tables that the columns fit almost as well as the one they were put into, the likeliest first.
    package var couldBe: [String] = []
    /// Alerts read, and how many of them were new to the store.
    package var alerts = 0
    package var newAlerts = 0
    /// Rows kept; each is in one of `destinations`, or an alert.
    package var kept = 0
    package var refused = 0
    /// Places where bytes are no UTF-8; U+FFFD stands for them in what was kept.
    package var notUTF8 = 0
    /// When these very bytes were imported before, and how many rows they gave; nothing was added then.
    package var earlier: Earlier?
    /// The first hundred of the refused ones.
    package var refusals: [Refusal] = []
    /// Cells that did not fit their column's type and are kept as text in `<name>_text`.
    package var misfits = 0
    /// Why the file is not whole in the store; everything whole before that place was kept.
    package var problem: Problem?

    init(path: String, earlier: Earlier? = nil, problem: Problem? = nil) {
      self.path = path
      self.earlier = earlier
      self.problem = problem
    }

    mutating func refuse(_ line: Int, _ reason: String) {
      refused += 1
      if refusals.count < 100 { refusals.append(Refusal(line: line, reason: reason)) }
    }

    mutating func count(_ rows: Int, in table: String) {
      kept += rows
      if let place = destinations.firstIndex(where: { $0.table == table }) {
        destinations[place].rows += rows
      } else {
        destinations.append(Destination(table: table, rows: rows))
      }
    }
  }

  package var files: [File] = []

  package var kept: Int { files.reduce(0) { $0 + $1.kept } }
  package var refused: Int { files.reduce(0) { $0 + $1.refused } }
  /// True when a file is not whole in the store or a row was refused.
  package var isPartial: Bool { files.contains { $0.problem != nil || $0.refused > 0 } }
}

/// How far an import is.
package struct ImportProgress: Equatable, Sendable {
  package var path: String
  /// Bytes of the file read, as they lie on the disk, and in all.
  package var bytesRead: Int
  package var bytesTotal: Int
  /// Bytes handed on after unpacking; as many as were read where nothing is packed.
  package var bytesUnpacked: Int
  package var rows: Int

  /// Grows by one with each megabyte read and each 256 MB unpacked: whoever tells it whenever it changed is silent for no more than seconds,
  /// though one line of gigabytes may be packed into a few kilobytes.
  package var mark: Int { bytesRead >> 20 + bytesUnpacked >> 28 }

  /// `12,000 rows, 3 of 12 MB, 5,120 MB unpacked`; the length of a pipe is not known.
  package var words: String {
    let total = bytesTotal > 0 ? " of \((bytesTotal >> 20).grouped)" : ""
    let unpacked = bytesUnpacked > 2 * bytesRead ? ", \((bytesUnpacked >> 20).grouped) MB unpacked" : ""
    return "\(rows.grouped) rows, \((bytesRead >> 20).grouped)\(total) MB\(unpacked)"
  }
}
