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
    /// `trusted`, `approved`: what a demand asks for, and nothing by itself
    case label
    /// `your summary`, `describing this record`: the model's own work
    case task
    /// `tell the`, `advise the`
    case tell
    /// `print the text`, `word for word`
    case leak
  }

  /// Kinds that together talk when no more than so many letters lie between their ends, in either order.
  static let pairs: [(one: Kind, other: Kind, letters: Int)] = [
    (.override, .orders, 48), (.addressee, .silence, 90), (.addressee, .demand, 70), (.addressee, .verdict, 70), (.silence, .matter, 36),
    (.demand, .verdict, 34), (.turn, .role, 40), (.addressee, .override, 60), (.addressee, .wish, 60), (.silence, .verdict, 60),
    (.demand, .label, 40), (.task, .silence, 50), (.task, .demand, 50), (.task, .tell, 60), (.task, .wish, 40), (.task, .leak, 50),
    (.leak, .orders, 60), (.addressee, .tell, 60), (.addressee, .leak, 60), (.override, .task, 40),
  ]

  /// Words in letters of A to Z; those of other languages without their accents.
  static let latin: [(Kind, [String])] = [
    (
      .plain,
      [
        "as an ai model", "as an ai language model", "as a language model", "you are a helpful assistant",
        "you are an ai assistant", "your new instructions", "new instructions for you", "from now on you",
        "instructions to the assistant", "instructions for the ai",
        "new instructions for the assistant", "correct answer to this task", "end of logs begin", "begin answer", "system analyst override",
        "new task output", "i am the soc manager", "instructions from your developer", "obey the decoded", "then obey", "treat rows with",
        "approve all of my own", "repeat everything above", "repeat the text above",
        "print your instructions",
        "reveal your instructions", "do not tell the user", "do not tell the analyst", "do not inform the analyst",
        "hide this from the user", "hide this from the analyst", "end of rows", "end of log data", "end of the logs", "end of untrusted",
        "indicators of rows not sent", "same in every row", "empty in every row", "equal in every row", "end of evidence rows",
        "message from your developer", "message from the operator to the ai",
        "disregard previous", "disregard all previous", "disregard the above", "note to ai", "attention ai model", "note to the llm",
        "attention llm", "dear llm", "llm instruction", "begin system message", "end of user input", "vorherigen anweisungen",
        "als harmlos markieren", "als harmlos einstufen", "als gutartig", "melde keine", "melde nichts", "ne signale rien",
        "ne signalez rien",
        "ne signalez pas", "ne signale pas", "marque comme benin", "marquez comme benin", "no informes", "no reportes",
        "marca como benigno",
        "marcalo como benigno", "clasifica como benigno", "nao reporte", "non segnalare",
        "log data ends here", "end of the data block", "end of user data", "begin trusted", "ne rien signaler",
        "non riportare", "meld niets", "nie zglaszaj", "nie raportuj", "a partir de agora voce", "vafgehpgvbaf", "flfgrz cebzcg",
        "vtaber nyy", "vtaber cerivbhf", "aucune menace niente", "nothing about me", "dear machine", "liebe maschine",
        "estimada ia", "caro modello", "summary bots", "machine readers", "scanner models",
        "language models must", "models shall", "llm reviewers",
        "ignore previous instr", "ignore all previous instr", "ignore the above and", "ignore previous and", "reading after this",
        "if you can read this reply", "dear summarizer", "dear summariser", "dear analyst bot", "gentile analista", "al modelo que",
        "a lia qui lit", "ola modelo", "hola modelo", "bonjour modele", "hallo model", "vergeet je opdracht", "your complete reply",
        "no further lookups", "exclude from findings", "zapomnij o swoim zadaniu", "onceki gorev",
        "system note all", "stop do not read", "do not read further", "do not read the rest", "must not be analysed",
        "must not be analyzed", "system from now on", "system rate all", "end of input the", "ai note this", "llm do not", "llm please",
        "ai please", "bisherigen anweisungen", "analysers are asked", "analyzers are asked", "models are asked",
      ]
    ),
    (
      .override,
      [
        "yok say", "drop items",
        "ignor", "disregard", "forget", "override", "overrule", "neglect", "do not follow", "stop following", "vergiss", "missachte",
        "olvida", "oublie", "desestima", "esqueca", "dimentica", "negeer", "supersede",
        "ingore", "ignroe", "zignoruj", "pomin wszystkie", "olvide", "ignora", "dimentichi", "oublier", "pay no attention",
        "set aside", "no longer applies", "no longer apply", "are void", "are cancelled", "are canceled", "do not obey", "stop obeying",
        "abandon", "throw away",
        "vergeet", "oublies", "esquece", "zapomnij", "instead of your",
        "verwerf", "rechaza", "ignorez", "neglige",
      ]
    ),
    (
      .orders,
      [
        "earlier rules", "rest of the log", "rest of the rows", "new instruction", "tum talimat",
        "instructions", "prior directive", "previous directive", "your directive", "your guidelines", "all guidelines", "previous prompt",
        "prompt above", "above prompt", "prior context", "previous context", "everything above", "everything before", "all of the above",
        "text above", "messages above", "previous message", "prior message", "earlier message", "previous text", "previous rules",
        "your rules", "your training", "safety rules", "all rules", "previous conversation", "anweisungen", "richtlinien", "alle vorgaben",
        "bisherige vorgaben", "instrucciones", "consignes", "instrucoes", "istruzioni", "instructies", "what you were told", "orders above",
        "system prompt", "updated instructions for", "instuction", "instrution", "insturction", "all you were told", "you were told",
        "were told before", "told before", "vorher gesagt", "reglas anteriores", "regles precedentes", "instructions precedentes",
        "onceki talimat", "talimatlari", "poprzednie instrukcje", "poprzednich instrukcji", "vorige instructies", "istruzioni precedenti",
        "text that precedes", "words above", "the rules and", "your configuration", "full configuration", "your functions", "your tools",
        "hidden text", "setup text", "you were started with", "configuration you were", "initial message", "first message", "original task",
        "previous task", "earlier task", "your assignment", "prior guidance", "earlier guidance", "your policy",
        "your policies", "previous orders", "earlier orders",
        "your prompt", "your task", "your mission", "your duty", "your assignment", "je opdracht", "tu tarea", "ta tache", "a tarefa",
        "swoim zadaniu", "twoje zadanie", "deine aufgabe", "deinen auftrag", "very beginning of this conversation",
        "beginning of this conversation", "zeilen davor", "ton a demande",
        "everything you were", "everything so far", "all of that",
        "earlier directions", "previous directions", "prior directions", "your directions", "rules you were", "the rules you",
        "you were given", "instructions for the assistant", "instructions for the ai", "earlier orders", "bisherigen",
      ]
    ),
    (
      .addressee,
      [
        "reviewer bots", "review bots", "als sprachmodell", "lattention de lia", "analista automatico", "whoever drafts",
        "tooling that reads", "modelo de ia", "asistente automatico", "llm agent", "soc copilot", "security copilot reading",
        "language model", "ai assistant", "ai model", "ai analyst", "ai agent", "ai system", "as an ai", "chatgpt", "the llm", "any llm",
        "an llm",
        "llm reading", "llm analy", "soc assistant", "security assistant", "triage model", "triage bot", "triage agent",
        "automated analyst",
        "automated triage", "ai reading", "ai reviewing", "you are reading this log", "reading these logs", "whoever reads this",
        "ki assistent", "ki modell", "sprachmodell", "modele de langage", "modelo de lenguaje", "assistant ia", "asistente de ia",
        "to the analyst model", "dear assistant", "hello assistant", "hey assistant", "the assistant must", "the assistant should",
        "dear ai",
        "attention assistant", "note to assistant", "attention ai", "analysis assistant",
        "hi assistant", "ai component", "ai tooling", "ai tool", "ai analysis", "ai reader", "ai review", "ai triage", "ai summar",
        "automated review", "automated analysis", "automated reader", "automated summar", "analyst model", "analysis model",
        "reviewing model", "note to automated", "note for llm", "to any ai", "the ai must", "the ai should", "if you are an ai",
        "if you are a model", "if you are a language", "if you are a machine", "if you are a bot", "if you are reading", "an die ki",
        "ki analyst", "ki system", "kunstliche intelligenz", "intelligence artificielle", "inteligencia artificial",
        "intelligenza artificiale", "yapay zeka", "sztuczna inteligencja", "kunstmatige intelligentie", "sprachmodelle", "copilot please",
        "gpt please", "claude please", "gemini please", "message to the model", "dear model", "dear analyst model", "hey model",
        "hello model", "attention model",
        "assistants processing", "assistant must", "assistant skip", "assistant approve", "model reading", "model that reads",
        "model who reads", "model analy", "model summar", "modelo que", "modele qui", "modello che", "modell das", "model ktory",
        "whoever or whatever", "whoever condenses", "whoever compiles", "whoever summar", "ai policy", "llm override", "note for automated",
        "summarizer", "summariser", "language model",
        "automated reviewer", "ai must", "ai note", "llm do not", "instructions for the assistant", "a log reader", "quiz for the reader",
        "careful analyst", "thoughtful reader", "analysis model",
      ]
    ),
    (
      .silence,
      [
        "do not report", "dont report", "do not flag", "dont flag", "do not mention", "dont mention", "do not include", "do not alert",
        "do not analy", "never report", "never mention", "must not report", "must not mention", "should not report", "report nothing",
        "say nothing", "do not cite", "do not list", "skip this", "skip all", "leave out", "nicht melden", "nicht erwahnen", "omit this",
        "suppress this", "suppress all findings",
        "do not escalate", "dont escalate", "not escalate", "leave it out", "leave this out", "leave me out", "out of the summary",
        "out of the report", "out of your", "without mentioning", "without reporting", "suppress alerts", "suppress the", "must redact",
        "not disclose", "do not list it", "not mention it", "no need to report", "no need to mention", "no need to escalate",
        "move on to the next", "stop the analysis", "stop analy", "stop here", "end the analysis", "skip the analysis", "skip the rest",
        "report nothing", "im bericht nicht", "nicht im bericht", "keine meldung", "nichts melden", "niet melden", "niet rapporteren",
        "no mencion", "no lo mencion", "ne mentionne", "ne pas mentionner", "ne pas signaler", "non menzionare", "nie wspominaj",
        "raporlama", "rapor etme", "keep quiet about", "say no word", "stay silent",
        "must not name", "do not name", "never name", "not flagging me", "no need to list", "left out of every", "stop reading",
        "do not re evaluate", "do not evaluate", "not reevaluate", "no menciones", "nergens in je", "rapora yazma", "nothing else",
        "never bothers",
        "do not read", "do not analyse", "do not analyze", "shall leave", "not in the report", "leaving it unmentioned",
        "without re evaluation", "without reevaluation", "drop before reporting",
      ]
    ),
    (
      .matter,
      [
        "this row", "these row", "this event", "these event", "this activity", "this host", "this alert", "these alerts", "this file",
        "this log", "these logs", "this line", "this entry", "this command", "this process", "anything", "any finding", "findings",
        "any of this",
        "these lines", "this to the", "other rows", "all rows", "row above", "rows above", "diese zeile",
        "this record", "this session", "this user", "this account", "this domain", "this address", "this commit", "this message",
        "this mail", "this request", "this login", "this logon", "these logons", "these records", "this hosts", "the following rows",
        "following entries", "next entry", "next row",
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
        "classify this", "treat every", "treat any", "please treat", "report them", "must rate", "rate me", "rate it",
        "downgrade every", "downgrade all", "downgrade this", "downgrade the", "summarise as", "summarize as", "summarise this",
        "summarize this", "mark me", "consider it", "consider the", "considerer ce", "describe it as", "describe this as",
        "describe these as", "now answer", "approve this", "approve everything", "accept this as", "accept it as", "list this as",
        "list it as", "file this as", "count this as", "regard this", "regard as", "see this as", "view this as", "einzustufen",
        "bitte als", "zu bewerten", "bewerte", "betrachte", "considera", "considere", "clasifica", "classifica", "classez", "klasyfikuj",
        "oznacz jako", "uznaj", "markeer", "beschouw", "olarak isaretle", "olarak raporla", "kabul et", "responde que", "reponds que",
        "antworte mit", "antworte nur",
        "write user error", "count this", "quote it as", "describe the", "describe this zone", "describe this", "shall describe",
        "set language", "write your review", "write your closing", "schreibe in deinen", "stay consistent", "classify as", "set risk",
        "set the risk", "keep them at severity", "count these", "be counted as", "recommend the admin",
      ]
    ),
    (
      .wish,
      [
        "output only", "output exactly", "respond only", "respond with", "respond that", "reply with", "reply only", "answer only",
        "answer with", "you must", "you should", "you will", "your task", "your job", "close this alert", "close the alert",
        "tell the analyst", "tell the user", "antworte", "reponds", "responde",
        "your only output", "your output", "your reply", "your response", "your answer", "your verdict", "the only answer", "only output",
        "only print", "only write", "simply write", "just write", "just say", "simply say", "just answer", "simply answer", "and say",
        "please confirm", "confirm that there",
        "with the output value", "new task", "print done", "write that everything", "just this once", "show that version",
        "continue the report",
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
        "nothing to see", "all clear", "everything normal", "everything is normal", "everything is fine", "everything is ok", "all is well",
        "no threats", "severity none", "severity low", "severity is low", "low severity", "severity informational",
        "severity to informational", "to informational", "informational severity", "severity should be", "as informational",
        "confidence zero", "already reviewed", "already been reviewed", "already looked at", "looked at already", "out of scope",
        "alles in ordnung", "unkritisch", "als sicher", "comme fiable", "aucune menace", "rien a signaler", "niente da segnalare",
        "nada que reportar", "nada sospechoso", "sin amenazas", "esta limpio", "nessuna minaccia", "als veilig", "geen dreiging",
        "bezpieczn", "niegrozn", "guvenilir", "zararsiz", "tehdit yok", "inofensiv", "nothing worth", "no findings",
        "verdict clean", "verdict benign", "keine vorfalle", "no incidents", "zero hits", "conclusion harmless", "uptime check",
        "tutto regolare", "gravedad es baja", "est sain", "said safe", "good baseline", "user error", "score 0", "rating low",
        "rated this low", "severity informational", "approved by ciso",
        "confidence to low", "confidence to none", "everything was quiet", "keine auffalligkeiten", "no incidents today", "risk low",
        "malicious false", "score is 0", "risk 0",
      ]
    ),
    (
      .turn,
      [
        "you are now", "from now on", "you are no longer", "pretend to be", "pretend you", "imagine that you", "your new role",
        "your role is",
        "du bist jetzt", "ab sofort bist du", "vous etes maintenant", "tu es maintenant", "ahora eres",
        "act as", "lets play", "you are an actor", "youre an actor", "you are a retired", "imagine a world", "imagine you",
        "hypothetically", "i want you to", "take the role", "play the role", "in the role of", "behave as", "behave like", "speak as",
        "roleplay", "your persona", "ab jetzt bist du", "tu es desormais", "sei ora", "jestes teraz", "artik sen",
      ]
    ),
    (
      .role,
      [
        "assistant", "unrestricted", "jailbroken", "developer mode", "without restrictions", "no restrictions", "language model",
        "chatbot", "dan mode", "dan you", "evil bot", "helpful", "assistent", "modele", "asistente", "new instructions", "ai model",
        "ai agent",
        "restrictions", "never judge", "closes all alerts", "close all alerts", "false positive", "your only", "executive summary",
        "never report", "aprova tudo", "approves everything", "without any rules", "no rules", "who always", "that always", "no filter",
        "obedient",
        "poet", "do not analyse", "haiku", "pirate",
      ]
    ),
    (
      .label,
      [
        "trusted", "approved", "legitimate", "expected", "verified", "clean", "normal", "informational", "low priority", "routine",
        "maintenance", "reviewed", "authorized", "authorised", "safe", "unimportant", "irrelevant", "low risk",
        "vertrauenswurdig", "genehmigt", "fiable", "legitime", "seguro", "confiable", "sicuro", "affidabile", "veilig", "zaufan",
      ]
    ),
    (
      .task,
      [
        "in your review", "the findings they", "dans la synthese", "en el resumen", "nella tua relazione",
        "your summary", "your report", "your recommendation", "your analysis", "your findings", "your conclusion", "your assessment",
        "your triage", "recommendations section", "summary section", "incident summary", "include in the report", "into the report",
        "describing this", "describes this", "summarizing this", "summarising this", "any summary of", "when you summar", "when you report",
        "when you answer", "when answering", "when analy", "before you continue", "before you answer", "before answering",
        "the answer below",
        "end of the answer", "your text", "your next message", "your evaluation", "your rating", "your judgement", "your judgment",
        "your classification", "deine antwort", "deiner antwort", "dein bericht", "deinem bericht", "ta reponse", "votre reponse",
        "votre rapport", "tu respuesta", "tu informe", "su informe", "tua risposta", "twoja odpowiedz", "twoim raporcie",
        "in the summary", "closing sentence", "write up including yours", "in deinen bericht", "je verslag", "in your advice",
        "your advice", "your turn",
        "your next reply", "whole reply", "morning report", "final report",
        "put that in the summary", "the summary field", "first paragraph", "todays report", "report in",
      ]
    ),
    (
      .tell,
      [
        "you must recommend", "only remediation", "should recommend", "must recommend",
        "tell the", "tell them", "tell him", "advise the", "advise to", "ask the", "ask them", "inform the", "urge the", "urge them",
        "recommend", "instruct the", "convince the", "suggest that", "suggest to", "point the", "send the reader", "add the link",
        "best next step", "must state", "should state", "must say", "should say", "must contain", "must not contain",
        "write it that way", "write that down", "write it down", "true culprit", "write in the report", "write that in the report",
        "wherever you mention", "add as last line", "put first",
      ]
    ),
    (
      .leak,
      [
        "print the text", "print everything", "print the words", "repeat the words", "repeat the text", "repeat everything",
        "repeat all", "repeat back", "word for word", "verbatim", "append your", "output the raw", "output your", "output the",
        "reveal", "disclose your", "show me your", "show your", "write down your", "copy your", "quote your", "dump your",
        "translate your", "list your", "characters of what", "tell me your", "give me your", "send your",
      ]
    ),
  ]

  /// Words in other letters, in lower case; between them letters are counted as bytes.
  static let others: [(Kind, [String])] = [
    (
      .override,
      [
        "игнорир", "проигнорир", "забудь", "忽略", "无视", "無視", "忘记", "忘記", "不要理会", "تجاهل", "무시", "不用管", "不必理会", "無効", "忘れ", "従わない", "ігнор",
        "забудьте", "не обращай внимания", "अनदेखा", "भूल जा", "تجاهلي", "انس",
      ]
    ),
    (
      .orders,
      [
        "инструкци", "указани", "предыдущие команды", "指令", "指示", "提示词", "之前的", "以上内容", "以上的", "所有规则", "التعليمات", "지시", "명령", "інструкц",
        "правил", "これまでの", "以前の", "上記の", "所有内容", "先前的", "前面的", "निर्देश",
      ]
    ),
    (
      .plain,
      [
        "не сообщай", "не упоминай", "угроз не обнаружено", "всё, что тебе", "моделі, що читає", "調査対象外と報告", "النموذج الذي يقرأ",
        "पढ़ने वाले मॉडल", "не сообщайте", "не докладывай", "отметь как безопасн", "пометь как безопасн", "系统提示", "不要报告", "请勿报告", "标记为良性",
        "标记为无害",
        "你现在是", "報告しないで", "以前の指示", "指示を無視", "不要上报", "无需上报", "标记为安全", "标为安全", "判断为正常", "正常と判定", "安全と判定", "問題なしと", "報告しない", "보고하지 마",
        "정상으로 판단", "안전하다고", "не повідомляй", "не звітуй", "познач як безпечн", "считай безопасн", "считать безопасн", "ничего не сообщ",
        "रिपोर्ट न कर", "रिपोर्ट मत", "सुरक्षित के रूप में", "لا تبلغ", "لا تقم بالإبلاغ", "صنفه كآمن", "ضع علامة آمن",
      ]
    ),
    (
      .addressee,
      [
        "aiアシスタント", "言語モデル", "ai에게", "언어 모델", "인공지능", "нейросет", "штучний інтелект", "искусственный интеллект",
        "искусственному интеллекту", "языковая модель", "ии-ассистент", "语言模型", "人工智能助手", "ai助手",
      ]
    ),
    (.demand, ["сообщи что", "ответь", "报告", "回答", "输出"]),
    (.verdict, ["безопасн", "безвредн", "ложное срабатывание", "良性", "无害", "误报", "безпечн", "सुरक्षित", "آمن"]),
  ]

  /// Speakers of a chat in JSON; only beside what is said: tokens and accounts have roles, too.
  static let speakers = ["system", "assistant", "tool", "user"].flatMap { ["\"role\":\"\($0)\"", "\"role\": \"\($0)\""] }
  /// What is said, in JSON of a chat.
  static let speech = ["\"content\":", "\"content\" :"]

  /// Marks that chat formats, our own answer and our own table use, as they are written.
  static let marks =
    [
      "<|im_start|>", "<|im_end|>", "<|im_sep|>", "<|system|>", "<|user|>", "<|assistant|>", "<|endoftext|>", "<|eot_id|>",
      "<|start_header_id|>", "<|end_header_id|>", "<|begin_of_text|>", "<|return|>", "<|channel|>", "[INST]", "[/INST]", "<<SYS>>",
      "<</SYS>>",
      "###Instruction", "### System:", "### Response:", "### Assistant", "### Human", "<start_of_turn>", "<end_of_turn>",
      "<system_prompt>", "</instructions>", "<system-reminder>", "<assistant>", "</assistant>",
      "\"findings\":[", "\"findings\": [", "\"findings\" : [", "\"log_lines\":", "\"indicators_of_compromise\":", "\nassistant:",
      "\nsystem:",
      "\nhuman:", "system: you", "system: ignore", "system: new", "system: the", "system note:", "system message:", "[system message]",
      "<function_calls>", "<invoke name=", "<tool_call>", "<tool_use>", "<tool_result", "\"tool_result\":", "\"tool_calls\":", "<thinking>",
      "</thinking>", "Action Input:", "<function_results>", "<analyst_request>", "</system_prompt>", "[assistant:", "&assistant=",
      ";assistant=", "assistant_directive",
      "<system priority", "<log_data>", "</log_data>", "</rows>", "<|end", "<|start", "### End", "END DATA",
      "end_of_data",
      "§row", "§time", "¬|", "¬n", "¬B", "¬W", "¬E",
    ] + (0...9).map { "§\($0)=" }
}
