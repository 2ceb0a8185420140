#include "CVocabulary.h"

_Alignas(64) static const unsigned char o200k_base[] = {
#embed "Data/o200k_base.bin"
};

_Alignas(64) static const unsigned char cl100k_base[] = {
#embed "Data/cl100k_base.bin"
};

_Alignas(64) static const unsigned char scalar_classes[] = {
#embed "Data/scalar_classes.bin"
};

struct vocabulary_bytes vocabulary_o200k_base(void) {
  return (struct vocabulary_bytes){o200k_base, sizeof o200k_base};
}

struct vocabulary_bytes vocabulary_cl100k_base(void) {
  return (struct vocabulary_bytes){cl100k_base, sizeof cl100k_base};
}

struct vocabulary_bytes vocabulary_scalar_classes(void) {
  return (struct vocabulary_bytes){scalar_classes, sizeof scalar_classes};
}
