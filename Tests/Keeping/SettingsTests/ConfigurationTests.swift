import Casefile
import Settings
import Testing

@Suite("The configuration") struct ConfigurationTests {
  private func reading(_ text: String) throws -> ConfigurationReading { try Configuration.reading(text, file: "config.toml") }

  private func refusal(of text: String) -> Problem? {
    do {
      _ = try reading(text)
      return nil
    } catch let problem as Problem { return problem } catch { return nil }
  }

  @Test("An empty file is the defaults, and so is the commented starter")
  func defaults() throws {
    #expect(try reading("") == ConfigurationReading(configuration: Configuration(), warnings: []))
    #expect(try reading(String(decoding: StarterFile.configuration, as: UTF8.self)).configuration == Configuration())
  }

  @Test("The commented starter names every theme that comes with the program")
  func starterNamesThemes() {
    let text = String(decoding: StarterFile.configuration, as: UTF8.self)
    for theme in BuiltInTheme.allCases { #expect(text.contains(theme.rawValue), "\(theme.rawValue)") }
  }

  @Test("Everything the contract names is read")
  func whole() throws {
    let text = """
      default_workspace = "contoso"
      theme = "paper"
      time_zone = "local"
      [workspaces.contoso]
      alerts = ["graph", "store"]
      query = "log-analytics"
      tenant_id = "t"
      workspace_ids = ["w"]
      cloud = "us-government"
      model = "auto"
      models = ["luna", "offline"]
      read_only = false
      [workspaces.contoso.sign_in]
      method = "client-secret"
      client_secret = { env = "S" }
      client_certificate = "app.pem"
      keep_tokens = true
      [workspaces.contoso.endpoints]
      graph = "http://127.0.0.1:1"
      [models.luna]
      provider = "openai"
      name = "gpt-5.6-luna"
      api_key = { command = "pass show key" }
      tier = "1"
      price = { input = 0.1, cached = 0.0, output = 0.4 }
      context = 128000
      [budget]
      warn_ratio = 0.5
      per_hunt_usd = 0.5
      [privacy]
      pseudonymise = "always"
      [keys]
      copy = "c"
      """
    let reading = try reading(text)
    #expect(reading.warnings.isEmpty)
    let workspace = try #require(reading.configuration.workspaces["contoso"])
    #expect(workspace.models == ["luna", "offline"])
    #expect(workspace.alerts == [.graph, .store])
    #expect(!workspace.isReadOnly)
    #expect(workspace.signIn.clientSecret == .environment("S"))
    #expect(workspace.signIn.clientCertificate == "app.pem")
    #expect(workspace.signIn.keepsTokens)
    #expect(try self.reading("[workspaces.w]").configuration.workspaces["w"]?.signIn.keepsTokens == false)
    #expect(reading.configuration.inForce(path: nil).text.contains(#""client_certificate":"app.pem","keep_tokens":true"#))
    #expect(reading.configuration.models["luna"]?.price == ModelCard.Price(input: 0.1, cached: 0, output: 0.4))
    #expect(reading.configuration.budget.perHunt == Money(dollars: 0.5))
    #expect(reading.configuration.pseudonyms == .always)
  }

  @Test("The list of alerts: who one is, how often it is read again, and whether it rings")
  func alertList() throws {
    let configuration = try reading("analyst = \"arisa@contoso.com\"\n[refresh]\nseconds = 0\nbell = true\n").configuration
    #expect(configuration.analyst == "arisa@contoso.com")
    #expect((configuration.refreshSeconds, configuration.refreshRings) == (0, true))
    #expect(try reading("[refresh]\nseconds = 1\n").configuration.refreshSeconds == 5)
    #expect(configuration.inForce(path: nil).text.contains("\"analyst\":\"arisa@contoso.com\""))
  }

  @Test("An unknown key is a warning with the nearest known one")
  func unknown() throws {
    let warnings = try reading("theem = \"dusk\"\n[budget]\nper_hunt = 1\n").warnings
    #expect(warnings.map(\.remedy) == ["Did you mean per_hunt_usd?", "Did you mean theme?"])
  }

  @Test(
    "A wrong type, choice or name is an error with its key path",
    arguments: [
      ("theme = 3", "theme"), ("[workspaces.w]\nquery = \"sql\"", "workspaces.w.query"),
      ("[budget]\nper_day_usd = \"five\"", "budget.per_day_usd"),
      ("default_workspace = \"x\"", "default_workspace"), ("[workspaces.w]\nmodel = \"x\"", "workspaces.w.model"),
      ("[models.m]\napi_key = \"sk-1\"", "models.m.api_key"), ("[models.m]\nprice = { input = -1.0, output = 1.0 }", "models.m.price"),
    ])
  func wrong(text: String, path: String) throws {
    let found = try #require(refusal(of: text))
    #expect(found.description.contains(path))
    #expect(!found.description.contains("sk-1"))
  }

  @Test("What would stop or drown the TOML parser is a mistake like any other")
  func hostileHeaders() {
    let long = "[" + String(repeating: "a.", count: 20_000) + "a]\nx = 1"
    let keys = String(repeating: "a.", count: 20_000) + "a = 1"
    for text in [
      "[=x]", "[.x]", "[é]", "[#x", "[,", "[[[[", "[\n", "[\u{1B}", "x = 1\n  [ =y]", long, keys, String(repeating: "#", count: 2_000_000),
    ] {
      #expect(throws: Problem.self, "\(text.prefix(20))") { try Configuration.reading(text, file: "config.toml") }
      #expect(throws: Problem.self, "\(text.prefix(20))") { try ThemeFile.reading(text, file: "x.toml") }
    }
    #expect(throws: Never.self) { try ThemeFile.reading("# [=x]\nname = \"[=x]\"\n[roles]\n\"a.b\" = \"red\"\n", file: "x.toml") }
  }

  @Test("A syntax error names its line")
  func syntax() throws {
    #expect(try #require(refusal(of: "theme = \"dusk\"\n[budget\n")).description.contains("ine 2"))
  }

  @Test("Guardrails read tables, fields, models and lengths of time")
  func guardrails() throws {
    let (policy, warnings) = try GuardrailPolicy.reading(
      "models = [\"a\"]\nmax_range = \"12h\"\nmax_rows = 10\n[tables.T]\nfields = [\"*\"]\n[tables.U]\nfields = [\"x\"]\n[tables.V]\nfields = []\n",
      file: "g.toml")
    #expect(warnings.isEmpty)
    #expect(policy.maxRange == .hours(12))
    #expect(policy.tables == ["T": .all, "U": .only(["x"]), "V": .only([])])
    #expect(throws: Problem.self) { try GuardrailPolicy.reading("max_range = \"long\"", file: "g.toml") }
  }
}
