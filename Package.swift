// swift-tools-version: 6.1
import PackageDescription

/// Six wings, one folder each under `Sources/`. A target names only what it may import; HouseTests checks the import lines.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func room(
  _ name: String, in wing: String, _ imports: [Target.Dependency] = [], resources: [Resource]? = nil,
  settings: [SwiftSetting] = strict
) -> Target {
  .target(name: name, dependencies: imports, path: "Sources/\(wing)/\(name)", resources: resources, swiftSettings: settings)
}

func tests(_ name: String, in wing: String, _ imports: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: imports, path: "Tests/\(wing)/\(name)", exclude: exclude, swiftSettings: strict)
}

func system(_ name: String, package: String) -> Target {
  .systemLibrary(name: name, path: "Sources/System/\(name)", providers: [.apt([package])])
}

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let flyingFox: Target.Dependency = .product(name: "FlyingFox", package: "FlyingFox")

let systemLibraries: [Target] = [
  .target(name: "CNcurses", path: "Sources/System/CNcurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
  system("CCurl", package: "libcurl4-openssl-dev"),
  system("CZlib", package: "zlib1g-dev"),
  .target(name: "CRE2", path: "Sources/System/CRE2", linkerSettings: [.linkedLibrary("re2")]),
  .target(name: "CVocabulary", path: "Sources/System/CVocabulary", exclude: ["Data"], cSettings: [.unsafeFlags(["-std=c23"])]),
  room("Locking", in: "System"),
]

let casefile: [Target] = [
  .target(name: "Casefile", path: "Sources/Casefile", swiftSettings: strict)
]

let knowledge: [Target] = [
  room("Patterns", in: "Knowledge", ["CRE2"]),
  room("KQL", in: "Knowledge", ["Casefile"]),
  room("KQLEngine", in: "Knowledge", ["Casefile", "KQL", "Patterns"]),
  room("Tokens", in: "Knowledge", ["CVocabulary", "Locking"], settings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
  room("IncrementalJSON", in: "Knowledge"),
  room("Decoding", in: "Knowledge", ["Casefile", "CZlib"]),
  room("AttackCatalogue", in: "Knowledge", resources: [.embedInCode("Data")]),
  room("MicrosoftData", in: "Knowledge", ["Casefile", "AttackCatalogue"], resources: [.embedInCode("Data")]),
  room(
    "Detection", in: "Knowledge",
    ["Casefile", "AttackCatalogue", "Decoding", "MicrosoftData", "Patterns", .product(name: "Yams", package: "Yams")],
    resources: [.embedInCode("Rules")]),
]

let pipeline: [Target] = [
  .target(
    name: "HuntPipeline",
    dependencies: ["Casefile", "Locking", "KQL", "IncrementalJSON", "AttackCatalogue", "Decoding", "Patterns", crypto],
    path: "Sources/HuntPipeline", swiftSettings: strict)
]

let keeping: [Target] = [
  room(
    "Settings", in: "Keeping", ["Casefile", .product(name: "TOMLKit", package: "TOMLKit")],
    resources: [.embedInCode("Themes"), .embedInCode("Defaults")]),
  room(
    "LocalStore", in: "Keeping",
    ["Casefile", "Decoding", "HuntPipeline", "KQL", "KQLEngine", "MicrosoftData", "Patterns", "Locking", "CZlib", grdb, sqlite, crypto]),
  room("Journal", in: "Keeping", ["Casefile", "HuntPipeline", "AttackCatalogue", crypto]),
]

let outside: [Target] = [
  room("Transport", in: "Outside", ["Casefile", "Locking", "CCurl", "CZlib"]),
  room("SignIn", in: "Outside", ["Casefile", "Locking", "Transport", crypto, cryptoExtras, subprocess]),
  room("AlertSources", in: "Outside", ["Casefile", "HuntPipeline", "Locking", "MicrosoftData", "Transport", "SignIn"]),
  room(
    "QueryBackends", in: "Outside",
    ["Casefile", "HuntPipeline", "IncrementalJSON", "KQL", "Locking", "MicrosoftData", "Transport", "SignIn"]),
  room(
    "LanguageModels", in: "Outside",
    ["Casefile", "HuntPipeline", "IncrementalJSON", "Transport", "Detection", "KQL", "Locking", "MicrosoftData"],
    resources: [.embedInCode("Data")]),
]

let face: [Target] = [
  room("Canvas", in: "Face"),
  room("Workbench", in: "Face", ["Casefile", "Decoding", "HuntPipeline", "KQL", "AttackCatalogue", "Settings", "Canvas"]),
  room("Terminal", in: "Face", ["Canvas", "Casefile", "Locking", "CNcurses", subprocess]),
]

let program: [Target] = [
  .executableTarget(
    name: "logspotlight",
    dependencies: [
      "Casefile", "Locking", "KQL", "KQLEngine", "Tokens", "AttackCatalogue", "MicrosoftData", "Detection", "HuntPipeline",
      "Settings", "LocalStore", "Journal", "Transport", "SignIn", "AlertSources", "QueryBackends", "LanguageModels", "Canvas", "Workbench",
      "Terminal", argumentParser,
    ],
    path: "Sources/LogSpotlight", swiftSettings: strict)
]

let testTargets: [Target] = [
  .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal", linkerSettings: [.linkedLibrary("util")]),
  .target(
    name: "TestSupport",
    dependencies: [
      "Casefile", "Decoding", "HuntPipeline", "KQL", "Locking", "Canvas", "Workbench", "CPseudoTerminal", "CZlib", flyingFox,
    ],
    path: "Tests/TestSupport", swiftSettings: strict),
  .testTarget(
    name: "HouseTests", dependencies: ["Settings", "Workbench", "Canvas", "Casefile"], path: "Tests/HouseTests", swiftSettings: strict),
  .testTarget(name: "CasefileTests", dependencies: ["Casefile"], path: "Tests/CasefileTests", swiftSettings: strict),
  .testTarget(
    name: "HuntPipelineTests", dependencies: ["HuntPipeline", "Casefile", "KQL", "AttackCatalogue", "Locking", "TestSupport"],
    path: "Tests/HuntPipelineTests", swiftSettings: strict),
  .testTarget(
    name: "SessionTests", dependencies: ["Workbench", "Canvas", "HuntPipeline", "Casefile", "Settings", "TestSupport"],
    path: "Tests/SessionTests", exclude: ["Snapshots"], swiftSettings: strict),
  .testTarget(
    name: "TerminalTests", dependencies: ["TestSupport", "CPseudoTerminal", "Casefile", "logspotlight"], path: "Tests/TerminalTests",
    swiftSettings: strict),
  .testTarget(
    name: "ProgramTests", dependencies: ["TestSupport", "Casefile", "logspotlight"], path: "Tests/ProgramTests", swiftSettings: strict),
  tests("PatternsTests", in: "Knowledge", ["Patterns"]),
  tests("KQLTests", in: "Knowledge", ["KQL", "Casefile"]),
  tests("KQLEngineTests", in: "Knowledge", ["KQLEngine", "KQL", "Casefile", "Locking"]),
  tests("TokensTests", in: "Knowledge", ["Tokens"]),
  tests("IncrementalJSONTests", in: "Knowledge", ["IncrementalJSON"]),
  tests("DecodingTests", in: "Knowledge", ["Decoding", "Casefile", "CZlib"]),
  tests("AttackCatalogueTests", in: "Knowledge", ["AttackCatalogue"]),
  tests("MicrosoftDataTests", in: "Knowledge", ["MicrosoftData", "Casefile"]),
  tests("DetectionTests", in: "Knowledge", ["Detection", "Casefile", "AttackCatalogue"]),
  tests("SettingsTests", in: "Keeping", ["Settings", "Casefile"]),
  tests(
    "LocalStoreTests", in: "Keeping",
    ["LocalStore", "Decoding", "HuntPipeline", "Casefile", "KQL", "Locking", "MicrosoftData", "CZlib", "TestSupport", grdb]),
  tests("JournalTests", in: "Keeping", ["Journal", "HuntPipeline", "Casefile"]),
  tests("TransportTests", in: "Outside", ["Transport", "Casefile", "Locking", "TestSupport", flyingFox]),
  tests(
    "LanguageModelsTests", in: "Outside", ["LanguageModels", "HuntPipeline", "Transport", "Casefile", "Locking", "TestSupport", flyingFox]),
  tests("SignInTests", in: "Outside", ["SignIn", "Transport", "Casefile", "Locking", "TestSupport", crypto, cryptoExtras]),
  tests(
    "AlertSourcesTests", in: "Outside",
    ["AlertSources", "SignIn", "Transport", "HuntPipeline", "KQL", "LocalStore", "MicrosoftData", "Casefile", "Locking", "TestSupport"]),
  tests(
    "QueryBackendsTests", in: "Outside",
    ["QueryBackends", "SignIn", "Transport", "HuntPipeline", "KQL", "LocalStore", "MicrosoftData", "Casefile", "Locking", "TestSupport"]),
  tests("CanvasTests", in: "Face", ["Canvas"]),
  tests("WorkbenchTests", in: "Face", ["Workbench", "Canvas", "HuntPipeline", "Casefile", "Settings"]),
]

/// Measurements and fuzzers, built only where LOGSPOTLIGHT_DEV is set, so that users build none of them.
let benches: [Target] =
  Context.environment["LOGSPOTLIGHT_DEV"] == nil
  ? []
  : [
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "TestSupport", "Canvas", "Casefile", "HuntPipeline", "KQL", "LanguageModels", "LocalStore", "Locking", "QueryBackends",
        "SignIn", "Tokens", "Transport",
      ],
      path: "Tests/Benchmarks", exclude: ["peers.py"], swiftSettings: strict),
    .executableTarget(
      name: "fuzzers", dependencies: ["TestSupport", "Canvas", "Casefile", "KQL", "Workbench"], path: "Tests/Fuzzers", swiftSettings: strict
    ),
  ]

let package = Package(
  name: "LogSpotlight",
  products: [.executable(name: "logspotlight", targets: ["logspotlight"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
  ],
  targets: systemLibraries + casefile + knowledge + pipeline + keeping + outside + face + program + testTargets + benches,
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
