/// What text says that talks to a model instead of recording an event.
///
/// Words are told by their letters alone: case, blanks and signs between them, and digits in the place of letters do not matter. One kind of
/// word proves little, so that most count only near one of another kind.
enum TalkWords {
  /// Kinds of words; the raw value is the place of the bit in a set of them.
  enum Kind: UInt16, CaseIterable {
    /// Enough by itself.
    case plain
    /// `ignore`, `forget`
    case override
    /// `instructions`, `the text above`
    case orders
    /// `AI assistant`, `language model`
    case addressee
    /// `do not report`
    case silence
    /// `this row`, `anything`
    case matter
    /// `mark this`, `report that`
    case demand
    /// `you must`, `respond with`: orders to anybody
    case wish
    /// `as benign`, `no findings`
    case verdict
    /// `you are now`, `from now on`
    case turn
    /// `unrestricted`, `assistant`
    case role
  }

  /// Kinds that together talk when no more than so many letters lie between their ends, in either order.
  static let pairs: [(one: Kind, other: Kind, letters: Int)] = [
    (.override, .orders, 48), (.addressee, .silence, 90), (.addressee, .demand, 70), (.addressee, .verdict, 70), (.silence, .matter, 36),
    (.demand, .verdict, 34), (.turn, .role, 40), (.addressee, .override, 60), (.addressee, .wish, 60), (.silence, .verdict, 60),
  ]

  /// Words in letters of A to Z; those of other languages without their accents.
  static let latin: [(Kind, [String])] = [
    (
      .plain,
      [
        "system prompt", "as an ai model", "as an ai language model", "as a language model", "you are a helpful assistant",
        "you are an ai assistant", "your new instructions", "new instructions for you", "updated instructions for", "from now on you",
        "instructions to the assistant", "instructions for the ai", "repeat everything above", "repeat the text above",
        "print your instructions",
        "reveal your instructions", "system override", "do not tell the user", "do not tell the analyst", "do not inform the analyst",
        "hide this from the user", "hide this from the analyst", "end of rows", "end of log data", "end of the logs", "end of untrusted",
        "indicators of rows not sent", "same in every row", "empty in every row", "equal in every row", "end of evidence rows",
        "message from your developer", "message from the operator to the ai", "ignore previous", "ignore all previous", "ignore the above",
        "disregard previous", "disregard all previous", "disregard the above", "note to ai", "attention ai model", "note to the llm",
        "attention llm", "dear llm", "llm instruction", "begin system message", "end of user input", "vorherigen anweisungen",
        "als harmlos markieren", "als harmlos einstufen", "als gutartig", "melde keine", "melde nichts", "ne signale rien",
        "ne signalez rien",
        "ne signalez pas", "ne signale pas", "marque comme benin", "marquez comme benin", "no informes", "no reportes",
        "marca como benigno",
        "marcalo como benigno", "clasifica como benigno", "nao reporte", "non segnalare",
      ]
    ),
    (
      .override,
      [
        "ignor", "disregard", "forget", "override", "overrule", "neglect", "do not follow", "stop following", "vergiss", "missachte",
        "olvida", "oublie", "desestima", "esqueca", "dimentica", "negeer", "supersede",
      ]
    ),
    (
      .orders,
      [
        "instructions", "prior directive", "previous directive", "your directive", "your guidelines", "all guidelines", "previous prompt",
        "prompt above", "above prompt", "prior context", "previous context", "everything above", "everything before", "all of the above",
        "text above", "messages above", "previous message", "prior message", "earlier message", "previous text", "previous rules",
        "your rules", "your training", "safety rules", "all rules", "previous conversation", "anweisungen", "richtlinien", "alle vorgaben",
        "bisherige vorgaben", "instrucciones", "consignes", "instrucoes", "istruzioni", "instructies", "what you were told", "orders above",
      ]
    ),
    (
      .addressee,
      [
        "language model", "ai assistant", "ai model", "ai analyst", "ai agent", "ai system", "as an ai", "chatgpt", "the llm", "any llm",
        "an llm",
        "llm reading", "llm analy", "soc assistant", "security assistant", "triage model", "triage bot", "triage agent",
        "automated analyst",
        "automated triage", "ai reading", "ai reviewing", "you are reading this log", "reading these logs", "whoever reads this",
        "ki assistent", "ki modell", "sprachmodell", "modele de langage", "modelo de lenguaje", "assistant ia", "asistente de ia",
        "to the analyst model", "dear assistant", "hello assistant", "hey assistant", "the assistant must", "the assistant should",
        "dear ai",
        "attention assistant", "note to assistant", "attention ai", "analysis assistant",
      ]
    ),
    (
      .silence,
      [
        "do not report", "dont report", "do not flag", "dont flag", "do not mention", "dont mention", "do not include", "do not alert",
        "do not analy", "never report", "never mention", "must not report", "must not mention", "should not report", "report nothing",
        "say nothing", "do not cite", "do not list", "skip this", "skip all", "leave out", "nicht melden", "nicht erwahnen", "omit this",
        "suppress this", "suppress all findings",
      ]
    ),
    (
      .matter,
      [
        "this row", "these row", "this event", "these event", "this activity", "this host", "this alert", "these alerts", "this file",
        "this log", "these logs", "this line", "this entry", "this command", "this process", "anything", "any finding", "findings",
        "any of this",
        "these lines", "this to the", "other rows", "all rows", "row above", "rows above", "diese zeile",
      ]
    ),
    (
      .demand,
      [
        "mark as", "mark this", "mark these", "mark it", "mark all", "mark row", "mark every", "classify this as", "classify this row",
        "classify this event", "classify these", "treat as", "treat this", "treat all",
        "consider this", "consider all", "label this", "label all", "report as", "report that", "report this", "report no", "report only",
        "return an empty", "return only",
        "set confidence", "set severity", "set the severity", "raise severity", "lower severity", "rate this", "conclude that",
        "write a finding",
        "create a finding", "add a finding", "generate a finding", "recommend ignor", "kennzeichne",
        "einstufen als", "you must mark", "you must report", "respond with no", "reply with no", "answer with no", "answer that",
        "say that",
      ]
    ),
    (
      .wish,
      [
        "output only", "output exactly", "respond only", "respond with", "respond that", "reply with", "reply only", "answer only",
        "answer with", "you must", "you should", "you will", "your task", "your job", "close this alert", "close the alert",
        "tell the analyst", "tell the user", "antworte", "reponds", "responde",
      ]
    ),
    (
      .verdict,
      [
        "benign", "harmless", "false positive", "falsepositive", "nothing suspicious", "nothing to report", "no finding", "empty list",
        "empty array", "empty finding", "as safe", "is safe", "authorized test",
        "authorised test", "approved maintenance", "no threat", "not malicious", "harmlos", "unbedenklich", "falsch positiv", "benin",
        "faux positif", "benigno", "inofensivo", "falso positivo", "as malicious", "as compromised", "as ransomware", "is compromised",
        "is ransomware", "expected behavior", "expected behaviour",
      ]
    ),
    (
      .turn,
      [
        "you are now", "from now on", "you are no longer", "pretend to be", "pretend you", "imagine that you", "your new role",
        "your role is",
        "du bist jetzt", "ab sofort bist du", "vous etes maintenant", "tu es maintenant", "ahora eres",
      ]
    ),
    (
      .role,
      [
        "assistant", "unrestricted", "jailbroken", "developer mode", "without restrictions", "no restrictions", "language model",
        "chatbot", "dan mode", "evil bot", "helpful", "assistent", "modele", "asistente", "new instructions", "ai model", "ai agent",
      ]
    ),
  ]

  /// Words in other letters, in lower case; between them letters are counted as bytes.
  static let others: [(Kind, [String])] = [
    (.override, ["игнорир", "проигнорир", "забудь", "忽略", "无视", "無視", "忘记", "忘記", "不要理会", "تجاهل", "무시"]),
    (
      .orders,
      [
        "инструкци", "указани", "предыдущие команды", "指令", "指示", "提示词", "之前的", "以上内容", "以上的", "所有规则", "التعليمات", "지시", "명령",
      ]
    ),
    (
      .plain,
      [
        "не сообщай", "не сообщайте", "не докладывай", "отметь как безопасн", "пометь как безопасн", "系统提示", "不要报告", "请勿报告", "标记为良性",
        "标记为无害",
        "你现在是", "報告しないで", "以前の指示", "指示を無視",
      ]
    ),
    (.addressee, ["языковая модель", "ии-ассистент", "语言模型", "人工智能助手", "ai助手"]),
    (.demand, ["сообщи что", "ответь", "报告", "回答", "输出"]),
    (.verdict, ["безопасн", "безвредн", "ложное срабатывание", "良性", "无害", "误报"]),
  ]

  /// Marks that chat formats, our own answer and our own table use, as they are written.
  static let marks =
    [
      "<|im_start|>", "<|im_end|>", "<|im_sep|>", "<|system|>", "<|user|>", "<|assistant|>", "<|endoftext|>", "<|eot_id|>",
      "<|start_header_id|>", "<|end_header_id|>", "<|begin_of_text|>", "<|return|>", "<|channel|>", "[INST]", "[/INST]", "<<SYS>>",
      "<</SYS>>",
      "### Instruction", "###Instruction", "### System:", "### Response:", "### Assistant", "### Human", "<start_of_turn>", "<end_of_turn>",
      "<system>", "</system>", "<system_prompt>", "</instructions>", "<system-reminder>", "<assistant>", "</assistant>",
      "\"role\":\"system\"", "\"role\": \"system\"", "\"role\":\"assistant\"", "\"role\": \"assistant\"", "\"role\":\"tool\"",
      "\"findings\":[", "\"findings\": [", "\"findings\" : [", "\"log_lines\":", "\"indicators_of_compromise\":", "\nassistant:",
      "\nsystem:",
      "\nhuman:", "system: you", "system: ignore", "system: new", "system: the", "system note:", "system message:", "[system message]",
      "§row", "§time", "¬|", "¬n", "¬B", "¬W", "¬E",
    ] + (0...9).map { "§\($0)=" }
}
