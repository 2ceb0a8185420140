/// The scalar functions, one a line, as `ScalarFunction(line:)` reads them; `?` marks an optional parameter, `*` one that repeats.
let scalarFunctionLines = """
  ago(span timespan) datetime
  now(offset timespan?) datetime
  ingestion_time() datetime varying
  current_principal() string varying
  current_cluster_endpoint() string varying
  current_database() string varying
  estimate_data_size(value any*) long
  cursor_after(cursor string) bool varying
  rand(range number?) real varying
  new_guid() guid varying
  bin(value ordered, size ordered) first named
  bin_at(value ordered, size ordered, point ordered) first named
  bin_auto(value ordered) first named
  ceiling(value number) first
  round(value number, precision number?) first
  abs(value ordered) first
  sign(value number) int
  exp(value number) real
  exp2(value number) real
  exp10(value number) real
  log(value number) real
  log2(value number) real
  log10(value number) real
  loggamma(value number) real
  gamma(value number) real
  pow(base number, exponent number) real
  sqrt(value number) real
  sin(value number) real
  cos(value number) real
  tan(value number) real
  cot(value number) real
  asin(value number) real
  acos(value number) real
  atan(value number) real
  atan2(y number, x number) real
  degrees(value number) real
  radians(value number) real
  pi() real
  isnan(value number) bool
  isinf(value number) bool
  isfinite(value number) bool
  min_of(value any, other any*) widest
  max_of(value any, other any*) widest
  binary_and(left number, right number) long
  binary_or(left number, right number) long
  binary_xor(left number, right number) long
  binary_not(value number) long
  binary_shift_left(value number, bits number) long
  binary_shift_right(value number, bits number) long
  bitset_count_ones(value number) long
  tostring(value any) string named
  toint(value any) int named
  tolong(value any) long named
  todouble(value any) real named
  todecimal(value any) decimal named
  tobool(value any) bool named
  todatetime(value any) datetime named
  totimespan(value any) timespan named
  toguid(value any) guid named
  tohex(value number, length number?) string
  parse_json(text any) dynamic named
  dynamic_to_json(value any) string named
  gettype(value any) string
  isnull(value any) bool
  isnotnull(value any) bool
  isempty(value any) bool
  isnotempty(value any) bool
  not(value bool) bool
  iff(condition bool, then any, else any) widest1
  case(condition bool, then any, else any*) branches
  coalesce(value any, other any*) widest
  tolower(text string) string
  toupper(text string) string
  strlen(text string) long
  string_size(text string) long
  strcat(value any, other any*) string
  strcat_delim(delimiter string, value any, other any*) string
  strcat_array(array dynamic, delimiter string) string
  strcmp(left string, right string) int
  strrep(value any, times number, delimiter string?) string
  substring(text string, start number, length number?) string
  split(text string, delimiter string, index number?) dynamic named
  trim(regex string, text string) string
  trim_start(regex string, text string) string
  trim_end(regex string, text string) string
  trim_ws(text string) string
  reverse(text any) string
  indexof(text any, lookup any, start number?, length number?, occurrence number?) long
  indexof_regex(text any, regex string, start number?, length number?, occurrence number?) long
  countof(text string, search string, kind string?) long
  extract(regex string, group number, text string, type any?) string
  extract_all(regex string, groups any, text string?) dynamic
  extract_json(path string, text any, type any?) string
  replace_string(text string, lookup string, rewrite string) string
  replace_strings(text string, lookups dynamic, rewrites dynamic) string
  replace_regex(text string, regex string, rewrite string) string
  regex_quote(text string) string
  translate(from string, to string, text string) string
  url_encode(text string) string
  url_encode_component(text string) string
  url_decode(text string) string
  base64_encode_tostring(text string) string
  base64_encode_fromarray(array dynamic) string
  base64_encode_fromguid(value guid) string
  base64_decode_tostring(text string) string
  base64_decode_toarray(text string) dynamic
  base64_decode_toguid(text string) guid
  unicode_codepoints_from_string(text string) dynamic
  unicode_codepoints_to_string(value any*) string
  make_string(value any*) string
  has_any_index(text string, values dynamic) long
  has_ipv4(text string, address string) bool
  has_any_ipv4(text string, address any*) bool
  has_ipv4_prefix(text string, prefix string) bool
  has_any_ipv4_prefix(text string, prefix any*) bool
  hash(value any, modulus number?) long
  hash_xxhash64(value any, modulus number?) long
  hash_md5(value any) string
  hash_sha1(value any) string
  hash_sha256(value any) string
  hash_many(value any, other any*) long
  hash_combine(value number, other number*) long
  zlib_compress_to_base64_string(text string) string
  zlib_decompress_from_base64_string(text string) string
  gzip_compress_to_base64_string(text string) string
  gzip_decompress_from_base64_string(text string) string
  parse_csv(text string) dynamic
  parse_xml(text string) dynamic
  parse_url(text string) dynamic
  parse_urlquery(text string) dynamic
  parse_path(text string) dynamic
  parse_version(text string) decimal
  parse_command_line(text string, kind string) dynamic
  parse_user_agent(text string, parts any) dynamic
  parse_ipv4(text string) long
  parse_ipv4_mask(text string, prefix number) long
  parse_ipv6(text string) string
  parse_ipv6_mask(text string, prefix number) string
  ipv4_is_private(text string) bool
  ipv4_is_match(left string, right string, prefix number?) bool
  ipv4_is_in_range(address string, range string) bool
  ipv4_is_in_any_range(address string, range any*) bool
  ipv4_compare(left string, right string, prefix number?) long
  ipv4_netmask_suffix(text string) long
  ipv4_range_to_cidr_list(start string, end string) dynamic
  ipv6_compare(left string, right string, prefix number?) long
  ipv6_is_match(left string, right string, prefix number?) bool
  ipv6_is_in_range(address string, range string) bool
  ipv6_is_in_any_range(address string, range any*) bool
  format_ipv4(address any, prefix number?) string
  format_ipv4_mask(address any, prefix number?) string
  format_datetime(value datetime, format string) string
  format_timespan(value timespan, format string) string
  format_bytes(value number, precision number?, units string?, base number?) string
  datetime_add(part string, amount number, value datetime) datetime
  datetime_diff(part string, left datetime, right datetime) long
  datetime_part(part string, value datetime) int
  datetime_local_to_utc(value datetime, zone string) datetime
  datetime_utc_to_local(value datetime, zone string) datetime
  datetime_list_timezones() dynamic
  startofday(value datetime, offset number?) datetime
  startofweek(value datetime, offset number?) datetime
  startofmonth(value datetime, offset number?) datetime
  startofyear(value datetime, offset number?) datetime
  endofday(value datetime, offset number?) datetime
  endofweek(value datetime, offset number?) datetime
  endofmonth(value datetime, offset number?) datetime
  endofyear(value datetime, offset number?) datetime
  dayofweek(value datetime) timespan
  dayofmonth(value datetime) int
  dayofyear(value datetime) int
  hourofday(value datetime) int
  monthofyear(value datetime) int
  getyear(value datetime) long
  week_of_year(value datetime) int
  make_datetime(year any, month number?, day number?, hour number?, minute number?, second number?) datetime
  make_timespan(days any, hours number?, minutes number?, seconds number?) timespan
  unixtime_seconds_todatetime(value number) datetime
  unixtime_milliseconds_todatetime(value number) datetime
  unixtime_microseconds_todatetime(value number) datetime
  unixtime_nanoseconds_todatetime(value number) datetime
  array_length(array dynamic) long
  array_concat(array dynamic, other dynamic*) dynamic
  array_iff(condition dynamic, then any, else any) dynamic
  array_index_of(array dynamic, value any, start number?, length number?, occurrence number?) long
  array_slice(array dynamic, start number, end number) dynamic
  array_split(array dynamic, indices any) dynamic
  array_sum(array dynamic) real
  array_sort_asc(array dynamic, other any*) dynamic
  array_sort_desc(array dynamic, other any*) dynamic
  array_reverse(array dynamic) dynamic
  array_rotate_left(array dynamic, count number) dynamic
  array_rotate_right(array dynamic, count number) dynamic
  array_shift_left(array dynamic, count number, fill any?) dynamic
  array_shift_right(array dynamic, count number, fill any?) dynamic
  set_has_element(array dynamic, value any) bool
  set_difference(array dynamic, other dynamic*) dynamic
  set_intersect(array dynamic, other dynamic*) dynamic
  set_union(array dynamic, other dynamic*) dynamic
  jaccard_index(left dynamic, right dynamic) real
  pack_array(value any*) dynamic
  pack_all(ignoreNulls bool?) dynamic
  bag_pack(key any, value any, more any*) dynamic
  bag_pack_columns(column any*) dynamic
  bag_keys(bag dynamic) dynamic
  bag_has_key(bag dynamic, key string) bool
  bag_merge(bag dynamic, other dynamic*) dynamic
  bag_remove_keys(bag dynamic, keys dynamic) dynamic
  bag_set_key(bag dynamic, key string, value any) dynamic
  bag_zip(keys dynamic, values dynamic) dynamic
  treepath(value dynamic) dynamic
  zip(array dynamic, other dynamic*) dynamic
  repeat(value any, count number) dynamic
  range(start any, stop any, step any?) dynamic
  row_number(start number?, restart bool?) long varying
  row_cumsum(value number, restart bool?) first varying
  row_rank_dense(value any, restart bool?) long varying
  row_rank_min(value any, restart bool?) long varying
  row_window_session(value datetime, distance timespan, gap timespan, restart bool?) datetime varying
  prev(value any, offset number?, default any?) first varying
  next(value any, offset number?, default any?) first varying
  geo_info_from_ip_address(address string) dynamic
  geo_distance_2points(longitude1 number, latitude1 number, longitude2 number, latitude2 number) real
  geo_point_in_circle(longitude number, latitude number, center1 number, center2 number, radius number) bool
  series_fit_line(series dynamic) dynamic
  series_fit_line_dynamic(series dynamic) dynamic
  series_fit_2lines(series dynamic) dynamic
  series_fit_2lines_dynamic(series dynamic) dynamic
  series_stats(series dynamic, ignoreNonFinite bool?) dynamic
  series_stats_dynamic(series dynamic, ignoreNonFinite bool?) dynamic
  series_outliers(series dynamic, more any*) dynamic
  series_decompose(series dynamic, more any*) dynamic
  series_decompose_anomalies(series dynamic, more any*) dynamic
  series_decompose_forecast(series dynamic, points number, more any*) dynamic
  series_periods_detect(series dynamic, more any*) dynamic
  series_periods_validate(series dynamic, more any*) dynamic
  series_fir(series dynamic, filter dynamic, more any*) dynamic
  series_iir(series dynamic, numerators dynamic, denominators dynamic) dynamic
  series_fill_linear(series dynamic, more any*) dynamic
  series_fill_const(series dynamic, more any*) dynamic
  series_fill_forward(series dynamic, more any*) dynamic
  series_fill_backward(series dynamic, more any*) dynamic
  series_add(left dynamic, right dynamic) dynamic
  series_subtract(left dynamic, right dynamic) dynamic
  series_multiply(left dynamic, right dynamic) dynamic
  series_divide(left dynamic, right dynamic) dynamic
  series_abs(series dynamic) dynamic
  series_sum(series dynamic) real
  series_magnitude(series dynamic) real
  series_greater(left dynamic, right dynamic) dynamic
  series_less(left dynamic, right dynamic) dynamic
  series_equals(left dynamic, right dynamic) dynamic
  series_pearson_correlation(left dynamic, right dynamic) real
  dcount_hll(value dynamic) long
  percentile_tdigest(digest dynamic, percentile number, type any?) dynamic
  punycode_to_string(text string) string
  punycode_from_string(text string) string
  assert(condition bool, message string) bool
  isascii(text string) bool
  isutf8(text string) bool
  welch_test(mean1 number, variance1 number, count1 number, mean2 number, variance2 number, count2 number) real
  beta_cdf(x number, alpha number, beta number) real
  extent_id() guid varying
  extent_tags() dynamic varying
  """
