#ifndef CVOCABULARY_H
#define CVOCABULARY_H

#include <stddef.h>

/// The frozen tables of Data/, linked into the read-only pages of the program. Their layout is told in Data/README.md.
struct vocabulary_bytes {
  const unsigned char *_Nonnull bytes;
  size_t count;
};

struct vocabulary_bytes vocabulary_o200k_base(void);
struct vocabulary_bytes vocabulary_cl100k_base(void);
struct vocabulary_bytes vocabulary_scalar_classes(void);

#endif
