// libcurl for Swift: its option functions are variadic, so each type of argument gets a function of its own.
#ifndef LOGSPOTLIGHT_CCURL_SHIM_H
#define LOGSPOTLIGHT_CCURL_SHIM_H

// CURLOPT_PROTOCOLS is marked deprecated from 7.85 on; its successor is missing in the 7.81 of older systems.
#define CURL_DISABLE_DEPRECATION 1
#include <curl/curl.h>
#include <unistd.h>

static const long ccurl_http_and_https = CURLPROTO_HTTP | CURLPROTO_HTTPS;
static const long ccurl_http2_over_tls = CURL_HTTP_VERSION_2TLS;

static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_size(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_write(CURL *easy, CURLoption option, curl_write_callback value) {
  return curl_easy_setopt(easy, option, value);
}

// Lets a cancelled transfer leave its name look-up behind instead of waiting for it (7.87 and later).
static inline void ccurl_set_quick_exit(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075700
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
  (void)easy;
#endif
}

// Whether libcurl was built with a file of certificates (told from 7.84 on) and that file is here.
static inline int ccurl_has_bundle(void) {
#if LIBCURL_VERSION_NUM >= 0x075400
  curl_version_info_data *built = curl_version_info(CURLVERSION_NOW);
  return built->age >= CURLVERSION_TENTH && built->cainfo && access(built->cainfo, R_OK) == 0;
#else
  return 0;
#endif
}

static inline long ccurl_get_long(CURL *easy, CURLINFO info) {
  long value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}

static inline curl_off_t ccurl_get_size(CURL *easy, CURLINFO info) {
  curl_off_t value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}

// The easy handle and result of a finished transfer, or null when the message is of another kind.
static inline CURL *ccurl_finished(CURLMsg *message, CURLcode *result) {
  if (message->msg != CURLMSG_DONE) return NULL;
  *result = message->data.result;
  return message->easy_handle;
}

#endif
