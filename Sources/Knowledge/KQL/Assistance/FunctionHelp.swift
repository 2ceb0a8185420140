/// One sentence about each function that hunting queries use; `FunctionHelp+Rare` has the others.
enum FunctionHelp {
  /// The sentence about a function, by its name without aliases.
  static func text(_ name: String) -> String? { sentences[name] }

  private static let sentences: [String: String] = {
    var found: [String: String] = [:]
    for line in (functionHelpLines + "\n" + aggregateHelpLines + "\n" + rareFunctionHelpLines).split(separator: "\n") {
      guard let space = line.firstIndex(of: " ") else { continue }
      found[String(line[..<space])] = String(line[line.index(after: space)...])
    }
    return found
  }()
}

private let aggregateHelpLines = """
  count Counts rows.
  countif Counts rows for which the condition is true.
  dcount Estimates how many different values there are.
  dcountif Estimates how many different values there are where the condition is true.
  count_distinct Counts different values exactly.
  count_distinctif Counts different values exactly where the condition is true.
  sum Adds values up.
  sumif Adds values up where the condition is true.
  avg The mean of the values.
  avgif The mean of the values where the condition is true.
  min The least value.
  minif The least value where the condition is true.
  max The greatest value.
  maxif The greatest value where the condition is true.
  stdev Standard deviation of a sample.
  stdevif Standard deviation of a sample where the condition is true.
  stdevp Standard deviation of all values.
  variance Variance of a sample.
  varianceif Variance of a sample where the condition is true.
  variancep Variance of all values.
  variancepif Variance of all values where the condition is true.
  covariance Covariance of a sample of pairs.
  covariancep Covariance of all pairs.
  covarianceif Covariance of a sample of pairs where the condition is true.
  covariancepif Covariance of all pairs where the condition is true.
  percentile The value below which so many per cent lie.
  percentiles The values below which these per cent lie, a column each.
  percentiles_array The values below which these per cent lie, as an array.
  percentilew A percentile of values with weights.
  percentilesw Percentiles of values with weights, a column each.
  percentilesw_array Percentiles of values with weights, as an array.
  binary_all_and The bits that all values have.
  binary_all_or The bits that any value has.
  binary_all_xor The bits that an odd number of values have.
  hll A sketch of different values, to be counted later.
  hll_if A sketch of different values where the condition is true.
  hll_merge Puts sketches of different values together.
  tdigest A sketch of a distribution, for percentiles later.
  tdigest_merge Puts sketches of distributions together.
  buildschema The least schema that all dynamic values fit.
  make_set An array of the different values.
  make_set_if An array of the different values where the condition is true.
  make_list An array of all values.
  make_list_if An array of all values where the condition is true.
  make_list_with_nulls An array of all values, nulls too.
  make_bag One bag of the keys of all bags.
  make_bag_if One bag of the keys of all bags where the condition is true.
  arg_max The row with the greatest value, or some columns of it.
  arg_min The row with the least value, or some columns of it.
  take_any Any row of the group, or some columns of it.
  take_anyif Any value where the condition is true.
  """

private let functionHelpLines = """
  ago The moment so long before now.
  now This moment, the same all through a query.
  ingestion_time When the row was stored.
  current_principal Who runs the query.
  current_cluster_endpoint Where the query runs.
  current_database The database the query runs in.
  estimate_data_size About how many bytes the values take.
  cursor_after True for rows stored after a cursor.
  rand A random number.
  new_guid A new random id.
  bin Rounds down to a multiple of the size.
  bin_at Rounds down to a multiple of the size, counted from a point.
  bin_auto Rounds down to the size that the request sets.
  ceiling The least whole number that is not less.
  round Rounds to a number of digits.
  abs The value without its sign.
  sign -1, 0 or 1.
  exp e raised to the value.
  exp2 2 raised to the value.
  exp10 10 raised to the value.
  log The natural logarithm.
  log2 The logarithm to base 2.
  log10 The logarithm to base 10.
  loggamma The logarithm of the gamma function.
  gamma The gamma function.
  pow The base raised to the exponent.
  sqrt The square root.
  sin The sine of an angle in radians.
  cos The cosine of an angle in radians.
  tan The tangent of an angle in radians.
  cot The cotangent of an angle in radians.
  asin The angle of a sine.
  acos The angle of a cosine.
  atan The angle of a tangent.
  atan2 The angle of the line to a point.
  degrees Radians as degrees.
  radians Degrees as radians.
  pi The number pi.
  isnan True when the value is no number.
  isinf True when the value is infinite.
  isfinite True when the value is neither infinite nor no number.
  min_of The least of its arguments.
  max_of The greatest of its arguments.
  binary_and The bits that both have.
  binary_or The bits that either has.
  binary_xor The bits that just one has.
  binary_not All bits turned over.
  binary_shift_left The bits moved to the left.
  binary_shift_right The bits moved to the right.
  bitset_count_ones How many bits are set.
  tostring The value as text.
  toint The value as int, null where it is none.
  tolong The value as long, null where it is none.
  todouble The value as real, null where it is none.
  todecimal The value as decimal, null where it is none.
  tobool The value as bool, null where it is none.
  todatetime The value as datetime, null where it is none.
  totimespan The value as timespan, null where it is none.
  toguid The value as guid, null where it is none.
  tohex The number in hexadecimal.
  parse_json Reads JSON; text that is none stays text.
  dynamic_to_json The value as JSON, keys in order.
  gettype The name of the value's type.
  isnull True when the value is null.
  isnotnull True when the value is not null.
  isempty True for null and for empty text.
  isnotempty False for null and for empty text.
  not Turns true and false over.
  iff The second argument when the condition is true, else the third.
  case The value behind the first condition that is true, else the last.
  coalesce The first argument that is not null or empty.
  tolower The text in small letters.
  toupper The text in capitals.
  strlen How many characters a text has.
  string_size How many bytes a text has in UTF-8.
  strcat Puts texts together.
  strcat_delim Puts texts together, parted by the first.
  strcat_array Puts the items of an array together, parted by a text.
  strcmp -1, 0 or 1: how two texts are ordered.
  strrep The text so many times.
  substring A part of a text; the first character is 0.
  split Cuts a text where the delimiter stands.
  trim Takes what matches off both ends.
  trim_start Takes what matches off the beginning.
  trim_end Takes what matches off the end.
  trim_ws Takes blanks off both ends.
  reverse The characters backwards.
  indexof Where a text is found in another; -1 when it is not.
  indexof_regex Where an expression matches; -1 when it does not.
  countof How often a text is found in another.
  extract What a group of the expression matched first.
  extract_all What the groups of the expression matched, every time.
  extract_json The value at a path of a JSON text.
  replace_string Puts a text in the place of another, everywhere.
  replace_strings Puts texts in the place of others, everywhere.
  replace_regex Puts a text in the place of what matches, everywhere.
  regex_quote The text as an expression that matches just it.
  translate Puts each character of one set in the place of one of another.
  url_encode The text as a part of an address, blanks as '+'.
  url_encode_component The text as a part of an address.
  url_decode The text that a part of an address stands for.
  base64_encode_tostring The text in base 64.
  base64_encode_fromarray The bytes of an array in base 64.
  base64_encode_fromguid The bytes of a guid in base 64.
  base64_decode_tostring The text that base 64 stands for.
  base64_decode_toarray The bytes that base 64 stands for.
  base64_decode_toguid The guid that base 64 stands for.
  unicode_codepoints_from_string The code points of a text.
  unicode_codepoints_to_string The text of code points.
  make_string The text of code points.
  has_any_index Which of the terms the text holds first; -1 when none.
  has_ipv4 True when the text holds the address.
  has_any_ipv4 True when the text holds one of the addresses.
  has_ipv4_prefix True when the text holds an address that begins so.
  has_any_ipv4_prefix True when the text holds an address that begins so, for any of these.
  hash A number that is the same for the same value.
  hash_xxhash64 A number that is the same for the same value, by xxHash64.
  hash_md5 The MD5 of the value, in hexadecimal.
  hash_sha1 The SHA-1 of the value, in hexadecimal.
  hash_sha256 The SHA-256 of the value, in hexadecimal.
  hash_many One number for several values.
  hash_combine One number of several hashes.
  zlib_compress_to_base64_string Packs a text with zlib, in base 64.
  zlib_decompress_from_base64_string Unpacks a text of zlib, from base 64.
  gzip_compress_to_base64_string Packs a text with gzip, in base 64.
  gzip_decompress_from_base64_string Unpacks a text of gzip, from base 64.
  parse_csv The fields of a line of comma separated values.
  parse_xml XML as a bag.
  parse_url The parts of an address as a bag.
  parse_urlquery The parameters of an address as a bag.
  parse_path The parts of a file path as a bag.
  parse_version A version as a number that orders like it.
  parse_command_line The arguments of a command line.
  parse_user_agent What a browser says it is, as a bag.
  parse_ipv4 The address as a number.
  parse_ipv4_mask The address under a mask, as a number.
  parse_ipv6 The address, written out.
  parse_ipv6_mask The address under a mask, written out.
  ipv4_is_private True for addresses of private networks.
  ipv4_is_match True when two addresses or networks are alike.
  ipv4_is_in_range True when the address lies in the network.
  ipv4_is_in_any_range True when the address lies in one of the networks.
  ipv4_compare -1, 0 or 1: how two addresses are ordered.
  ipv4_netmask_suffix How many bits a network fixes.
  ipv4_range_to_cidr_list The networks between two addresses.
  ipv6_compare -1, 0 or 1: how two addresses are ordered.
  ipv6_is_match True when two addresses or networks are alike.
  ipv6_is_in_range True when the address lies in the network.
  ipv6_is_in_any_range True when the address lies in one of the networks.
  format_ipv4 The address as text.
  format_ipv4_mask The network as text.
  format_datetime The moment as a pattern writes it.
  format_timespan The length of time as a pattern writes it.
  format_bytes A number of bytes in units.
  datetime_add The moment so many days, hours … later.
  datetime_diff How many borders of days, hours … lie between two moments.
  datetime_part A part of a moment: its year, hour ….
  datetime_local_to_utc The moment in UTC of a time in a zone.
  datetime_utc_to_local The time in a zone of a moment.
  datetime_list_timezones The zones that are known.
  startofday Midnight before, days later or earlier.
  startofweek The Sunday before, weeks later or earlier.
  startofmonth The first of the month, months later or earlier.
  startofyear The first of January, years later or earlier.
  endofday The last moment of the day.
  endofweek The last moment of the week.
  endofmonth The last moment of the month.
  endofyear The last moment of the year.
  dayofweek Days since Sunday, as a length of time.
  dayofmonth The day of the month.
  dayofyear The day of the year.
  hourofday The hour of the day.
  monthofyear The month of the year.
  getyear The year.
  week_of_year The week of the year.
  make_datetime A moment of its parts.
  make_timespan A length of time of its parts.
  unixtime_seconds_todatetime The moment so many seconds after 1970.
  unixtime_milliseconds_todatetime The moment so many milliseconds after 1970.
  unixtime_microseconds_todatetime The moment so many microseconds after 1970.
  unixtime_nanoseconds_todatetime The moment so many nanoseconds after 1970.
  array_length How many items an array has.
  array_concat Puts arrays one after another.
  array_iff Chooses between two arrays, item by item.
  array_index_of Where a value is in an array; -1 when it is not.
  array_slice A part of an array.
  array_split Cuts an array at these places.
  array_sum The sum of the items.
  array_sort_asc Orders arrays by the first, the least first.
  array_sort_desc Orders arrays by the first, the greatest first.
  array_reverse The items backwards.
  array_rotate_left Moves items from the front to the end.
  array_rotate_right Moves items from the end to the front.
  array_shift_left Moves items to the left; what falls off is gone.
  array_shift_right Moves items to the right; what falls off is gone.
  set_has_element True when the array holds the value.
  set_difference What the first array holds and no other.
  set_intersect What all arrays hold.
  set_union What any array holds, once each.
  jaccard_index How alike two sets are, from 0 to 1.
  pack_array An array of the arguments.
  pack_all A bag of all columns.
  bag_pack A bag of keys and values.
  bag_pack_columns A bag of these columns.
  bag_keys The keys of a bag.
  bag_has_key True when the bag has the key.
  bag_merge Puts bags together; of two keys the first counts.
  bag_remove_keys The bag without these keys.
  bag_set_key The bag with one key set.
  bag_zip A bag of an array of keys and one of values.
  treepath The paths to all leaves of a dynamic value.
  zip An array of arrays, item by item.
  repeat An array of one value, so many times.
  range An array of even steps.
  row_number The number of the row, from 1.
  row_cumsum The sum of the values so far.
  row_rank_dense The rank of the row, without gaps.
  row_rank_min The rank of the row, with gaps after equals.
  row_window_session When the session of the row began.
  prev The value some rows before.
  next The value some rows after.
  geo_info_from_ip_address Country and place of an address.
  """
