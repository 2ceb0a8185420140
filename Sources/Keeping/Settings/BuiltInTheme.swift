/// A theme that is part of the program, in the order they are offered.
package enum BuiltInTheme: String, CaseIterable, Sendable {
  case dusk
  case paper
  case contrast
  case lucid
  case gruvbox
  case nord
  case catppuccin
  case mono

  /// What its file says, read once; nil when the file is broken, which a test forbids.
  package var reading: ThemeFile.Reading? {
    switch self {
    case .dusk: BuiltInTheme.readDusk
    case .paper: BuiltInTheme.readPaper
    case .contrast: BuiltInTheme.readContrast
    case .lucid: BuiltInTheme.readLucid
    case .gruvbox: BuiltInTheme.readGruvbox
    case .nord: BuiltInTheme.readNord
    case .catppuccin: BuiltInTheme.readCatppuccin
    case .mono: BuiltInTheme.readMono
    }
  }

  private static let readDusk = read(PackageResources.dusk_toml, .dusk)
  private static let readPaper = read(PackageResources.paper_toml, .paper)
  private static let readContrast = read(PackageResources.contrast_toml, .contrast)
  private static let readLucid = read(PackageResources.lucid_toml, .lucid)
  private static let readGruvbox = read(PackageResources.gruvbox_toml, .gruvbox)
  private static let readNord = read(PackageResources.nord_toml, .nord)
  private static let readCatppuccin = read(PackageResources.catppuccin_toml, .catppuccin)
  private static let readMono = read(PackageResources.mono_toml, .mono)

  private static func read(_ bytes: [UInt8], _ theme: BuiltInTheme) -> ThemeFile.Reading? {
    try? ThemeFile.reading(String(decoding: bytes, as: UTF8.self), file: theme.rawValue + ".toml")
  }
}
