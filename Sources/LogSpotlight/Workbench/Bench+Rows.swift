import Casefile
import HuntPipeline
import LocalStore
import Terminal
import Workbench

extension Bench {
  /// Effects that look at a result set: its pages, orders and counts, each kind for itself, so that no page waits for a sort.
  func browse(_ effect: Effect) {
    let store = workspace.store
    switch effect {
    case .loadRows(let view, let range):
      replace("rows", effect) {
        $0.post(.rowsArrived(view, start: max(0, range.lowerBound), rows: try await store.page(of: view, range)))
      }
    case .loadWholeRow(let resultSet, let number):
      replace("whole row", effect) { $0.post(.wholeRowArrived(resultSet, try await store.wholeRow(number, of: resultSet))) }
    case .stopCounting: replace("values", effect) { _ in }
    case .orderRows(let view):
      replace("order", effect) { port in
        port.post(.rowsOrdered(view, try await store.order(view) { port.post(.rowsOrdered(view, $0)) }))
      }
    case .findRow(let view, let row):
      replace("place", effect) { $0.post(.rowFound(view, row: row, place: try await store.place(of: row, in: view))) }
    case .countValues(let view, let column):
      replace("values", effect) { port in
        let frequency = try await store.frequency(of: column, in: view) { port.post(.valuesCounting(view, column: column, looked: $0)) }
        port.post(.valuesCounted(view, column: column, frequency))
      }
    default: break
    }
  }
}
