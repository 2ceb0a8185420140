package import HuntPipeline

extension Desk {
  /// A desk whose request was drafted by the offline planner and allowed.
  package static func drafted(_ request: String = "powershell on WS-123 in the last day", width: Int = 120, height: Int = 36) -> Desk {
    var desk = Desk(width: width, height: height)
    desk.press("a")
    desk.type(request)
    desk.press("<enter>")
    desk.deliver(.modelChosen(.draft, DeskSample.offlineChoice))
    desk.deliver(.planDrafted(DeskSample.plan))
    desk.deliver(.queryReviewed(DeskReview.of(DeskSample.kql)))
    return desk
  }

  /// The same, run: its rows are here and made short.
  package static func reduced(
    _ request: String = "powershell on WS-123 in the last day", to summary: ReductionSummary = DeskSample.reduction, width: Int = 120,
    height: Int = 36
  ) -> Desk {
    var desk = drafted(request, width: width, height: height)
    desk.press("r")
    desk.deliver(.rowsArrived(DeskSample.progress(4812)))
    desk.deliver(.reduced(summary))
    return desk
  }
}
