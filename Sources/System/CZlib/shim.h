#pragma once
#include <zlib.h>

/// `inflateInit2` is a macro that Swift does not import. 47 = the largest window, gzip or zlib header told by itself.
static inline int zlib_begin_inflate(z_stream *stream) { return inflateInit2(stream, 47); }
/// 31 = the largest window with a gzip header.
static inline int zlib_begin_gzip(z_stream *stream) { return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY); }
/// The same with the header that is wanted: 15 = zlib, 31 = gzip, -15 = none at all.
static inline int zlib_begin_inflate_bits(z_stream *stream, int bits) { return inflateInit2(stream, bits); }
/// Packing, with the same meaning of `bits`.
static inline int zlib_begin_deflate_bits(z_stream *stream, int bits) {
  return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY);
}
