import Casefile

/// How the call or operator around a place is written, and which part is being typed.
package struct KQLSignatureHelp: Sendable, Equatable {
  /// One parameter.
  package struct Parameter: Sendable, Equatable {
    /// Its name, in brackets where it may be left out.
    package var name: String
    /// Its type, or the values it takes; may be empty.
    package var detail: String
  }

  /// The function's or operator's name.
  package var name: String
  /// The whole line: `substring(text, start, [length]): string`.
  package var signature: String
  /// In order; the last may come again and again.
  package var parameters: [Parameter]
  /// The place in `parameters` of the one being typed; nil when there is none.
  package var active: Int?
  /// One sentence; may be empty.
  package var help: String
}

/// What is known of a function that the language or a query has, for help about its calls.
struct CallSignature {
  var name: String
  var text: String
  var parameters: [KQLSignatureHelp.Parameter]
  var isVariadic: Bool
  var help: String

  /// A function of the language.
  init?(_ name: String) {
    self.name = name
    help = LanguageHelp.function(name) ?? ""
    if let scalar = FunctionCatalogue.shared.scalar(name) {
      text = "\(scalar.signature): \(scalar.result.text)"
      parameters = scalar.parameters.map { .init(name: $0.isOptional ? "[\($0.name)]" : $0.name, detail: $0.accepts.description) }
      isVariadic = scalar.isVariadic
    } else if let aggregate = FunctionCatalogue.shared.aggregate(name) {
      text = aggregate.signature
      let names = aggregate.parameterNames
      parameters = names.enumerated().map { .init(name: $0.offset < aggregate.fewest ? $0.element : "[\($0.element)]", detail: "") }
      isVariadic = aggregate.most > names.count
    } else if let special = LanguageHelp.specialCalls.first(where: { $0.name == name }) {
      text = special.detail
      let inner = special.detail.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }
      parameters = inner.split(separator: ",").map { .init(name: String($0).trimmingBlanks, detail: "") }
      isVariadic = false
    } else {
      return nil
    }
  }

  /// A function of the query.
  init(_ name: String, _ function: FunctionBinding) {
    self.name = name
    text = function.signature(named: name)
    parameters = function.parameters.map { .init(name: $0.name, detail: $0.type) }
    isVariadic = false
    help = ""
  }

  /// A plugin: how its arguments are called is not known.
  init(_ plugin: Plugin) {
    name = plugin.name
    text = "evaluate \(plugin.name)(…)"
    parameters = []
    isVariadic = false
    help = plugin.help
  }
}

extension KQLAssistant {
  /// Help for the call around an offset, or else for the operator; nil outside both.
  package func signatureHelp(in query: KQLQuery, at offset: Int) -> KQLSignatureHelp? {
    guard let place = SignaturePlace(query, at: offset) else { return nil }
    for (index, node) in place.ancestors.enumerated() {
      if node.kind == .argumentList, node.firstToken.map({ $0.range.upperBound <= place.offset }) ?? false {
        let around = Array(place.ancestors[(index + 1)...])
        if let call = around.first, let found = callHelp(call, node, around, place) { return found }
      }
      if node.kind.isOperator || node.kind.isSource { return operatorHelp(node, place) }
    }
    return nil
  }

  private func callHelp(_ call: SyntaxNode, _ list: SyntaxNode, _ around: [SyntaxNode], _ place: SignaturePlace) -> KQLSignatureHelp? {
    guard let name = call.children.first?.nameText else { return nil }
    var signature = CallSignature(name)
    if around.count > 1, around[1].kind == .evaluateOperator { signature = Plugin.named(name).map { CallSignature($0) } ?? signature }
    let (sight, _) = KQLBinder(catalogue: catalogue, now: now).sight(in: place.query, at: list.range.lowerBound)
    if case .function(let function) = sight?.environment[name] { signature = CallSignature(name, function) }
    guard let signature else { return nil }
    let count = list.ownTokens.count { $0.kind == .comma && $0.range.lowerBound < place.offset }
    var active: Int? = count < signature.parameters.count ? count : signature.isVariadic ? signature.parameters.count - 1 : nil
    let named = list.expressions.first { $0.kind == .namedExpression && $0.range.contains(place.offset) }?.children.first?.nameText
    if let named, let index = signature.parameters.firstIndex(where: { $0.name == named }) { active = index }
    if signature.parameters.isEmpty { active = nil }
    return KQLSignatureHelp(
      name: name, signature: signature.text, parameters: signature.parameters, active: active, help: signature.help)
  }

  private func operatorHelp(_ node: SyntaxNode, _ place: SignaturePlace) -> KQLSignatureHelp? {
    guard let first = node.firstToken, first.range.upperBound <= place.offset, let help = OperatorHelp.named(first.text) else { return nil }
    let parameters = help.parameters.map { KQLSignatureHelp.Parameter(name: $0.name + "=", detail: $0.values.joined(separator: " | ")) }
    let typed = place.ancestors.first { $0.kind == .operatorParameter }
    let name = typed.map { $0.children.dropLast().map(\.text).joined(separator: ".") }
    let active = help.parameters.firstIndex { $0.name == name }
    return KQLSignatureHelp(name: help.name, signature: help.syntax, parameters: parameters, active: active, help: help.help)
  }
}

/// The nodes around an offset, with a stand-in name where nothing is typed.
private struct SignaturePlace {
  let query: KQLQuery
  let offset: Int
  let ancestors: [SyntaxNode]

  init?(_ original: KQLQuery, at place: Int) {
    let place = min(max(place, 0), original.tree.bytes.count)
    if let token = original.tree.token(around: place), token.range.lowerBound < place {
      query = original
      offset = place
      ancestors = original.tree.ancestors(of: token)
    } else if let cursor = CompletionCursor(original, at: place) {
      query = cursor.query
      offset = cursor.token.range.lowerBound
      ancestors = cursor.ancestors
    } else if let token = original.tree.token(at: place) {
      query = original
      offset = token.range.lowerBound
      ancestors = original.tree.ancestors(of: token)
    } else {
      return nil
    }
  }
}
