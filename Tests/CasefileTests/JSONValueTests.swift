import Casefile
import Testing

@Suite("JSON values") struct JSONValueTests {
  @Test("Keys keep their order and integers all their bits")
  func order() throws {
    let text = #"{"z":9223372036854775807,"a":[1,2.5,-0,true,null],"z2":{"":"x"}}"#
    #expect(try JSONValue(parsing: text).text == text.replacing("-0", with: "0"))
  }

  @Test("A key that comes twice keeps its first place and its last value")
  func doubledKey() throws {
    #expect(try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#).text == #"{"a":3,"b":2}"#)
    for count in 14...40 {
      let members = (0..<count).map { "\"k\($0)\":\($0)" }
      let doubled = try JSONValue(parsing: "{" + (members + ["\"k3\":99", "\"k\(count - 1)\":98"]).joined(separator: ",") + "}")
      #expect(doubled.object?.count == count)
      #expect(doubled["k3"] == 99)
      #expect(doubled["k\(count - 1)"] == 98)
    }
  }

  @Test("Control characters and separators leave escaped, so that no line-based reader is surprised")
  func escapes() throws {
    let value = JSONValue.string("a\u{1B}[31m\u{7F}\u{9B}\u{2028}\n\"\\")
    #expect(value.text == #""a\u001b[31m\u007f\u009b\u2028\n\"\\""#)
    #expect(try JSONValue(parsing: value.text) == value)
  }

  @Test("Lone surrogates become the replacement character, pairs become one scalar")
  func surrogates() throws {
    #expect(try JSONValue(parsing: #""\ud83d\ude00 \ud83d x \ude00""#) == .string("😀 \u{FFFD} x \u{FFFD}"))
  }

  @Test(
    "What is not JSON is refused with its place", arguments: ["", "{", "[1,]", "01", "1.", #"{"a" 1}"#, "nul", "\"a\nb\"", "1 2", #""\x""#])
  func refused(text: String) {
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
  }

  @Test("Hostile nesting is an error, not a crash")
  func nesting() {
    let text = String(repeating: "[", count: 100_000)
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
  }

  @Test("A text of more values than memory should hold is an error, whichever way it writes them")
  func tooManyValues() throws {
    #expect(try JSONValue(parsing: Array("[1,2,3]".utf8)[...], most: 4).array?.count == 3)
    for text in ["[1,2,3,4]", "[[],[],[],[]]", #"{"a":{"b":{"c":{"d":1}}}}"#] {
      #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: Array(text.utf8)[...], most: 4) }
    }
    #expect(throws: JSONSyntaxError.self) {
      try JSONValue(parsing: "[" + String(repeating: "[],", count: JSONValue.mostValues) + "1]")
    }
  }

  @Test("Pretty text reads back as the same value")
  func pretty() throws {
    let value: JSONValue = ["a": [1, ["b": []]], "c": [:], "d": "x"]
    #expect(try JSONValue(parsing: value.prettyText) == value)
  }
}

struct SafeJSONTests {
  @Test(
    "What turns, hides or breaks text is escaped, and read back it is the same",
    arguments: [
      "\u{1B}", "\u{9B}", "\u{202E}", "\u{200B}", "\u{2028}", "\u{2066}", "\u{FEFF}", "\u{E0041}", "\u{AD}",
    ])
  func escapes(hidden: String) throws {
    let value: JSONValue = .object(["k\(hidden)": .string("a\(hidden)b")])
    for text in [value.text, value.prettyText] {
      #expect(!text.contains(hidden))
      #expect(try JSONValue(parsing: text) == value)
    }
  }

  @Test("A number is held when a 64-bit integer or a double gives its digits back")
  func held() {
    for text in ["0", "-0.0", "1.50", "1e3", "9223372036854775807", "0.1", "1e308", "5e-324", "100000000000000000000"] {
      #expect(NumberText.isHeld(text), "\(text)")
    }
    for text in ["1e400", "18446744073709551617", "3.14159265358979323846", "1e-400", "9007199254740993.5", "x", "1e999999"] {
      #expect(!NumberText.isHeld(text), "\(text)")
    }
  }
}
