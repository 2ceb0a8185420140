extension NetworkAddress {
  /// Whether it belongs to a network of one's own, where it means nothing to others and names a machine to those inside (RFC 1918, 6598,
  /// 3927, 4193, 4291). The loopback names nobody.
  package var isOwn: Bool {
    if isVersionFour {
      let (first, second) = (groups[6] >> 8, groups[6] & 0xFF)
      return first == 10 || first == 172 && (16...31).contains(second) || first == 192 && second == 168
        || first == 100 && (64...127).contains(second) || first == 169 && second == 254
    }
    return groups[0] & 0xFE00 == 0xFC00 || groups[0] & 0xFFC0 == 0xFE80
  }
}
