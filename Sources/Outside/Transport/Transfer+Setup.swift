internal import CCurl

extension Transfer {
  /// Sets every option of the handle; false when the request is malformed.
  func prepare(_ configuration: HTTPClient.Configuration) -> Bool {
    let request = exchange.request
    ccurl_set_text(easy, CURLOPT_URL, exchange.address.text)
    ccurl_set_long(easy, CURLOPT_PROTOCOLS, ccurl_http_and_https)
    ccurl_set_long(easy, CURLOPT_HTTP_VERSION, ccurl_http2_over_tls)
    ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
    ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
    ccurl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    ccurl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
    ccurl_set_long(easy, CURLOPT_BUFFERSIZE, 128 << 10)
    ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Int(min(max(request.timeouts.connect, 0.001), 1e6) * 1000))
    ccurl_set_text(easy, CURLOPT_USERAGENT, configuration.userAgent)
    ccurl_set_quick_exit(easy)
    if !request.isIdempotent { ccurl_set_long(easy, CURLOPT_FRESH_CONNECT, 1) }
    setRoute()
    setCallbacks()
    return setHeaders(request) && setMethod(request)
  }

  /// An empty text keeps libcurl from reading the environment by itself.
  private func setRoute() {
    ccurl_set_text(easy, CURLOPT_PROXY, route.proxy)
    ccurl_set_text(easy, CURLOPT_NOPROXY, "")
    for option in [CURLOPT_CAINFO, CURLOPT_PROXY_CAINFO] {
      if let file = route.certificateFile { ccurl_set_text(easy, option, file) }
    }
    for option in [CURLOPT_CAPATH, CURLOPT_PROXY_CAPATH] {
      if let folder = route.certificateFolder { ccurl_set_text(easy, option, folder) }
    }
    // libcurl reads its file of certificates once for all connections of the engine, but only where no folder stands beside it; else each
    // handshake holds up every other transfer for as long as the reading takes, 20 to 100 ms.
    if route.certificateFile == nil, route.certificateFolder == nil, ccurl_has_bundle() != 0 {
      ccurl_set_text(easy, CURLOPT_CAPATH, nil)
    }
  }

  private func setCallbacks() {
    let this = Unmanaged.passUnretained(self).toOpaque()
    ccurl_set_pointer(easy, CURLOPT_WRITEDATA, this)
    ccurl_set_pointer(easy, CURLOPT_HEADERDATA, this)
    ccurl_set_write(easy, CURLOPT_WRITEFUNCTION) { pointer, size, count, user in
      guard let pointer, let user else { return 0 }
      let bytes = UnsafeRawBufferPointer(start: pointer, count: size * count)
      switch Unmanaged<Transfer>.fromOpaque(user).takeUnretainedValue().receiveBody(bytes) {
      case .taken: return size * count
      case .full: return Int(CURL_WRITEFUNC_PAUSE)
      case .refused: return size * count == 0 ? 1 : 0
      }
    }
    ccurl_set_write(easy, CURLOPT_HEADERFUNCTION) { pointer, size, count, user in
      guard let pointer, let user else { return 0 }
      let bytes = UnsafeRawBufferPointer(start: pointer, count: size * count)
      return Unmanaged<Transfer>.fromOpaque(user).takeUnretainedValue().receiveHeaderLine(bytes) ? size * count : 0
    }
  }

  /// Refuses names and values that would smuggle in a second header.
  private func setHeaders(_ request: HTTPRequest) -> Bool {
    for field in request.headers.fields {
      let isNameSound = !field.name.isEmpty && field.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
      let isValueSound = field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
      guard isNameSound, isValueSound else { return false }
      append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
    }
    if request.headers["accept-encoding"] == nil { append("Accept-Encoding: gzip") }
    if request.body != nil, request.headers["expect"] == nil { append("Expect:") }
    if request.headers["content-type"] == nil { append("Content-Type:") }
    ccurl_set_list(easy, CURLOPT_HTTPHEADER, headerList)
    return true
  }

  private func append(_ line: String) {
    headerList = curl_slist_append(headerList, line) ?? headerList
  }

  private func setMethod(_ request: HTTPRequest) -> Bool {
    if request.method == .head {
      ccurl_set_long(easy, CURLOPT_NOBODY, 1)
      return true
    }
    let body = request.body ?? (request.method == .get || request.method == .delete ? nil : [])
    if let body {
      ccurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
      let result = body.withUnsafeBytes { bytes -> CURLcode in
        let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        return base.map { ccurl_set_text(easy, CURLOPT_COPYPOSTFIELDS, $0) } ?? ccurl_set_text(easy, CURLOPT_COPYPOSTFIELDS, "")
      }
      guard result == CURLE_OK else { return false }
    }
    ccurl_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    return true
  }
}
