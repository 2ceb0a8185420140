internal import Canvas
internal import Casefile
internal import HuntPipeline

extension Model {
  /// Runs a command, or says why it cannot run now.
  package mutating func perform(_ command: Command) -> [Effect] {
    if command != .interrupt { leavingUntil = nil }
    if let reason = CommandTable[command]?.unavailable(self) {
      say(reason, .note)
      return []
    }
    if CommandTable[command]?.scope != .editor(.completion) { query.completion = nil }
    return route(command)
  }

  /// Gives a command to the feature it belongs to.
  private mutating func route(_ command: Command) -> [Effect] {
    switch command {
    case .undo, .redo, .wordLeft, .wordRight, .lineStart, .lineEnd, .deleteWord, .deleteToStart, .deleteToEnd:
      return performTyping(command)
    case .focusAlerts, .focusRequest, .focusQuery, .focusRows, .focusFindings, .focusAnalysis, .focusMatrix, .focusTimeline, .focusDetail,
      .focusNext, .focusPrevious, .nextTab, .previousTab, .zoom, .ask:
      return performFocus(command)
    case .moveDown, .moveUp, .halfPageDown, .halfPageUp, .pageDown, .pageUp, .first, .last, .moveLeft, .moveRight:
      move(command)
      return []
    case .open: return open()
    case .filter, .acceptFilter, .sortNext, .sortReverse, .mark, .markRange, .markAll, .clearMarks, .refresh: return performAlerts(command)
    case .groupAlerts, .foldGroup, .walkHistogram, .zoomOut, .chooseColumns, .mineOnly, .unassignedOnly, .nextNew, .previousNew,
      .pauseRefresh:
      return performAlertList(command)
    case .nextDay, .previousDay, .nextHigh, .previousHigh: return performJump(command)
    case .barLeft, .barRight, .barStretch, .barZoom: return performBars(command)
    case .showSources, .stopFetch, .showSignIn, .showSignInThere, .copyCode, .openSignIn, .subscriptions, .sourceSubscriptions:
      return performSources(command)
    case .changeAlert, .changeNext, .changeBefore, .changeValue, .changeValueBack, .changeReview, .changeSend, .changeUndo,
      .undoChange:
      return performWriteBack(command)
    case .preview, .questionPreview, .previewDown, .previewUp, .previewPageDown, .previewPageUp, .followUp: return performOutgoing(command)
    case .reduction, .questionReduction, .stepNext, .stepBefore, .stepToggle, .stepsReset: return performReduction(command)
    case .columnNext, .columnBefore, .columnToggle, .columnLater, .columnEarlier, .columnNarrow, .columnWiden, .columnSort, .columnsReset:
      return performColumns(command)
    case .showRaw, .openLink, .nextEntity, .previousEntity: return performDetail(command)
    case .huntHost, .huntUser, .huntAddress, .huntHash, .huntFile, .focusEntity, .entityPage, .entityNamed, .entityWindow, .entityOrder,
      .entitySection:
      return performEntity(command)
    case .nextMatch, .previousMatch:
      if focus == .analysis { performAnalysis(command) } else { performRecord(command) }
    case .foldNode, .unfoldNode, .toggleNode, .searchRecord, .keepRecordSearch:
      performRecord(command)
    case .searchAnalysis, .keepAnalysisSearch: performAnalysis(command)
    case .sendRequest, .toggleSubject, .forgetMarks, .historyOlder, .historyNewer: return performRequest(command)
    case .editQuery, .runQuery, .draftOffline, .externalEditor, .stopHunt: return performQuery(command)
    case .complete, .completionNext, .completionPrevious, .completionTake, .completionEnter, .completionClose, .formatQuery:
      return performCompletion(command)
    case .rereadTables: return rereadTables()
    case .editTable, .editFields, .editRange, .editFilters, .editLimit: return performPlan(command)
    case .sortFindings, .filterFindings, .keepFindingFilter, .setStatus, .setNote: return performTriage(command)
    case .openHunts, .saveHunt: return performHunts(command)
    case .nextProof: stepProof(1)
    case .previousProof: stepProof(-1)
    case .filterRows, .sortColumn, .countValues, .toggleDecoded, .keepValue, .excludeValue, .freezeColumns, .hideColumn, .showAllColumns,
      .moveColumnLeft, .moveColumnRight, .widenColumn, .chooseRowColumns, .firstColumn, .lastColumn, .acceptRowFilter:
      return performRows(command)
    case .listDown, .listUp, .listPageDown, .listPageUp, .listFirst, .listLast, .listToggle, .listCarryDown, .listCarryUp:
      performList(command)
    case .copy: return copy()
    case .toggleHints, .copyPane, .jump: return performScreen(command)
    case .help, .palette, .chooseTheme, .chooseModel, .export, .overlayDown, .overlayUp, .overlayAccept, .overlayClose, .pickerDown,
      .pickerUp, .consentYes, .consentNo, .leaveYes, .leaveNo:
      return performOverlay(command)
    default: return performProgram(command)
    }
    return []
  }

  /// What concerns the program as a whole: leaving, and going back a level.
  private mutating func performProgram(_ command: Command) -> [Effect] {
    switch command {
    case .back:
      if isAtBottom { say(Wording.bottom(keys.label(of: .backOrQuit)), .note) }
      return back()
    case .backOrQuit: return isAtBottom ? leave() : back()
    case .interrupt: return interrupt()
    case .quit: return leave()
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    default: return performSetting(command)
    }
  }

  /// True where nothing runs, is typed or is open, so that there is no level to go back to.
  package var isAtBottom: Bool {
    activeEditor == nil && !isHunting && alerts.rangeStart == nil && focus == .alerts && !isZoomed && alerts.listing.filter.isEmpty
      && alerts.listing.range == nil && alerts.walk == nil
  }

  /// One level back: stop what runs, leave what is being typed, close what is open; nothing at the bottom.
  private mutating func back() -> [Effect] {
    if let editor = activeEditor { return leaveEditor(editor) }
    // What was begun last stops first: a sort that runs, then the hunt.
    if focus == .rows, rows.isOrdering, rows.sort != nil, stepOutOfView() { return [] }
    if isHunting { return tell(.stopRequested) }
    if alerts.rangeStart != nil {
      alerts.rangeStart = nil
      drop(Wording.rangeStarted(keys.label(of: .markRange)))
    } else if focus == .alerts, alerts.walk != nil {
      alerts.walk = nil
    } else if let effects = comeBackToMatrix() {
      return effects
    } else if focus == .rows, rows.isUnfolded {
      rows.isUnfolded = false
    } else if focus == .findings, !findings.filter.isEmpty {
      findingFilterTyped("")
    } else if focus == .rows, stepOutOfView() {
      return []
    } else if focus == .analysis, !analysisSearch.text.isEmpty {
      analysisSearch = AnalysisSearch()
    } else if focus == .record {
      leaveRecord()
    } else if focus == .entity {
      return leaveEntity()
    } else if isZoomed {
      isZoomed = false
    } else if focus != .alerts {
      focus = .alerts
    } else if alerts.listing.filter.isEmpty {
      return zoomOut()
    } else {
      return clearAlertFilter()
    }
    return []
  }

  private mutating func leaveEditor(_ editor: EditorID) -> [Effect] {
    switch editor {
    case .filter:
      return giveUpFilter()
    case .request:
      if isHunting { return tell(.stopRequested) }
      focus = .alerts
      return []
    case .query, .completion: return leaveQueryEditor()
    case .findingFilter:
      findings.filterEditor = nil
      findingFilterTyped("")
      return []
    case .rowFilter:
      leaveRowFilter()
      return []
    case .analysisSearch:
      analysisSearch = AnalysisSearch()
      return []
    case .recordSearch:
      record.editor = nil
      recordSearchTyped("")
      return []
    }
  }

  /// Ctrl-C: the running work first, then what is open or typed; the program only when it is pressed twice.
  private mutating func interrupt() -> [Effect] {
    if isHunting { return tell(.stopRequested) }
    if case .leaving = overlay { return quitNow() }
    if overlay != nil { return closeOverlay() }
    switch activeEditor {
    case .request where !request.editor.isEmpty:
      request.editor.replace(with: "")
      request.historyPlace = nil
      return []
    case let editor?: return leaveEditor(editor)
    case nil: break
    }
    // Who saw the notice and pressed again meant it, however long this machine was busy between the two.
    if leavingUntil != nil { return leave() }
    let until = now + .seconds(2)
    leavingUntil = until
    toast = Toast(kind: .note, text: Wording.interruptAgain(keys.label(of: .interrupt)), until: until)
    return []
  }

  /// Leaves, or asks first when something would be lost.
  mutating func leave() -> [Effect] {
    if let loss = whatWouldBeLost {
      overlay = .leaving(loss)
      return []
    }
    return quitNow()
  }

  mutating func quitNow() -> [Effect] {
    isLeaving = true
    var effects: [Effect] = isHunting ? tell(.stopRequested) : []
    effects += [.saveSession(sessionText), .quit]
    return effects
  }

  /// What is not kept when the program ends now; nil when all is.
  private var whatWouldBeLost: String? {
    if isHunting { return Wording.huntWouldStop }
    if let hunt, hunt.stage.isAwaitingConsent { return Wording.questionWouldBeLost }
    return nil
  }
}
