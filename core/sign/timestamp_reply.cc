#include <openssl/err.h>
#include <openssl/objects.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/digest.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/sign/timestamp.h"
#include "core/sign/timestamp_parts.h"

namespace tallystick {
namespace {

constexpr int64_t kMicrosPerSecond = 1000000;

absl::Status NoReply(absl::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat("not a time-stamp reply (RFC 3161): ", problem));
}

const uint8_t* Bytes(absl::string_view text) { return reinterpret_cast<const uint8_t*>(text.data()); }

std::string StringOf(const ASN1_STRING* string) {
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)),
                     static_cast<size_t>(ASN1_STRING_length(string)));
}

// Takes the header of one DER value off `rest`: what is in it, by a definite length that fits.
absl::StatusOr<absl::string_view> TakeSequence(absl::string_view* rest, absl::string_view what) {
  const uint8_t* begin = Bytes(*rest);
  const uint8_t* content = begin;
  long size = 0;
  int tag = 0, tag_class = 0;
  const int form =
      rest->empty() ? 0x80 : ASN1_get_object(&content, &size, &tag, &tag_class, static_cast<long>(rest->size()));
  ERR_clear_error();
  if ((form & 0x80) != 0 || form == 0x21 || tag != V_ASN1_SEQUENCE || tag_class != V_ASN1_UNIVERSAL) {
    return NoReply(absl::StrCat(what, " is not a whole DER sequence"));
  }
  const size_t header = static_cast<size_t>(content - begin);
  const absl::string_view inside = rest->substr(header, static_cast<size_t>(size));
  rest->remove_prefix(header + static_cast<size_t>(size));
  return inside;
}

std::string FailureNames(const ASN1_BIT_STRING* bits) {
  struct Failure {
    int bit;
    const char* name;
  };
  // RFC 3161 §2.4.2, PKIFailureInfo.
  static constexpr Failure kFailures[] = {{TS_INFO_BAD_ALG, "badAlg"},
                                          {TS_INFO_BAD_REQUEST, "badRequest"},
                                          {TS_INFO_BAD_DATA_FORMAT, "badDataFormat"},
                                          {TS_INFO_TIME_NOT_AVAILABLE, "timeNotAvailable"},
                                          {TS_INFO_UNACCEPTED_POLICY, "unacceptedPolicy"},
                                          {TS_INFO_UNACCEPTED_EXTENSION, "unacceptedExtension"},
                                          {TS_INFO_ADD_INFO_NOT_AVAILABLE, "addInfoNotAvailable"},
                                          {TS_INFO_SYSTEM_FAILURE, "systemFailure"}};
  std::vector<std::string> names;
  for (const Failure& failure : kFailures) {
    if (bits != nullptr && ASN1_BIT_STRING_get_bit(bits, failure.bit) == 1) names.push_back(failure.name);
  }
  return absl::StrJoin(names, ", ");
}

// OK when the authority granted a token.
absl::Status CheckStatus(absl::string_view der) {
  const uint8_t* end = Bytes(der);
  const TsStatusPtr status(d2i_TS_STATUS_INFO(nullptr, &end, static_cast<long>(der.size())));
  ERR_clear_error();
  if (status == nullptr || end != Bytes(der) + der.size()) return NoReply("its status cannot be read");
  const long value = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(status.get()));
  if (value == TS_STATUS_GRANTED || value == TS_STATUS_GRANTED_WITH_MODS) return absl::OkStatus();
  std::string message = absl::StrCat("the authority gave no time stamp (status ", value);
  const std::string failures = FailureNames(TS_STATUS_INFO_get0_failure_info(status.get()));
  if (!failures.empty()) absl::StrAppend(&message, ", ", failures);
  absl::StrAppend(&message, ")");
  const STACK_OF(ASN1_UTF8STRING)* words = TS_STATUS_INFO_get0_text(status.get());
  for (int i = 0; i < sk_ASN1_UTF8STRING_num(words); ++i) {
    absl::StrAppend(&message, ": ", StringOf(sk_ASN1_UTF8STRING_value(words, i)));
  }
  return absl::FailedPreconditionError(message);
}

// The token within a reply, or the whole when it is a bare one: that begins with the OID of its content.
absl::StatusOr<absl::string_view> TokenOf(absl::string_view der) {
  if (der.size() > kMaxTimestampSize) return NoReply(absl::StrCat("longer than ", kMaxTimestampSize, " bytes"));
  absl::string_view after = der;
  TALLY_ASSIGN_OR_RETURN(absl::string_view inside, TakeSequence(&after, "it"));
  if (!after.empty()) return NoReply(absl::StrCat(after.size(), " bytes stand after it"));
  if (!inside.empty() && inside[0] == V_ASN1_OBJECT) return der;
  const absl::string_view whole = inside;
  TALLY_RETURN_IF_ERROR(TakeSequence(&inside, "its status").status());
  TALLY_RETURN_IF_ERROR(CheckStatus(whole.substr(0, whole.size() - inside.size())));
  if (inside.empty()) return NoReply("the status is \"granted\" and there is no token");
  return inside;
}

absl::StatusOr<std::optional<int64_t>> AccuracyOf(TS_TST_INFO* info) {
  const TS_ACCURACY* accuracy = TS_TST_INFO_get_accuracy(info);
  if (accuracy == nullptr) return std::nullopt;
  int64_t sum = 0;
  const auto add = [&sum](const ASN1_INTEGER* part, int64_t least, int64_t most, int64_t unit) {
    int64_t value = 0;
    if (part == nullptr) return true;
    if (ASN1_INTEGER_get_int64(&value, part) != 1 || value < least || value > most) return false;
    sum += value * unit;
    return true;
  };
  constexpr int64_t kMostSeconds = int64_t{366} * 86400 * 100;
  if (!add(TS_ACCURACY_get_seconds(accuracy), 0, kMostSeconds, kMicrosPerSecond) ||
      !add(TS_ACCURACY_get_millis(accuracy), 1, 999, 1000) || !add(TS_ACCURACY_get_micros(accuracy), 1, 999, 1)) {
    ERR_clear_error();
    return NoReply("its accuracy is out of range");
  }
  return sum;
}

std::string HexOf(const ASN1_INTEGER* number) {
  const BignumPtr value(ASN1_INTEGER_to_BN(number, nullptr));
  char* hex = value == nullptr ? nullptr : BN_bn2hex(value.get());
  const std::string text = hex == nullptr ? "" : hex;
  OPENSSL_free(hex);
  ERR_clear_error();
  return text;
}

}  // namespace

Seconds Timestamp::earliest() const {
  // The fraction was rounded up, so one microsecond is given back.
  const int64_t back = accuracy.value_or(0) - (micros > 0 ? micros - 1 : 0);
  return time - (back > 0 ? (back + kMicrosPerSecond - 1) / kMicrosPerSecond : 0);
}

Seconds Timestamp::latest() const {
  return time + (accuracy.value_or(0) + micros + kMicrosPerSecond - 1) / kMicrosPerSecond;
}

absl::StatusOr<TokenParts> ParseToken(absl::string_view der) {
  TokenParts parts;
  const uint8_t* end = Bytes(der);
  parts.pkcs7.reset(d2i_PKCS7(nullptr, &end, static_cast<long>(der.size())));
  ERR_clear_error();
  if (parts.pkcs7 == nullptr || end != Bytes(der) + der.size()) return NoReply("its token is not a CMS message");
  if (!PKCS7_type_is_signed(parts.pkcs7.get()) || PKCS7_get_detached(parts.pkcs7.get())) {
    return NoReply("its token is not signed data with its content");
  }
  parts.info.reset(PKCS7_to_TS_TST_INFO(parts.pkcs7.get()));  // checks the type of the content
  ERR_clear_error();
  if (parts.info == nullptr) return NoReply("its token holds no time-stamp information");
  const std::string content = StringOf(parts.pkcs7->d.sign->contents->d.other->value.octet_string);
  const uint8_t* content_end = Bytes(content);
  const TsInfoPtr again(d2i_TS_TST_INFO(nullptr, &content_end, static_cast<long>(content.size())));
  if (again == nullptr || content_end != Bytes(content) + content.size()) {
    return NoReply("bytes stand after its time-stamp information");
  }
  if (TS_TST_INFO_get_version(parts.info.get()) != 1) return NoReply("its time-stamp information is not of version 1");
  if (TS_TST_INFO_get_ext_by_critical(parts.info.get(), 1, -1) >= 0) {
    return NoReply("it has a critical extension, which is not understood here");
  }
  STACK_OF(PKCS7_SIGNER_INFO)* infos = PKCS7_get_signer_info(parts.pkcs7.get());
  if (sk_PKCS7_SIGNER_INFO_num(infos) != 1) return NoReply("its token has not exactly one signer");
  parts.signer_info = sk_PKCS7_SIGNER_INFO_value(infos, 0);
  const CertificateList signers(PKCS7_get0_signers(parts.pkcs7.get(), nullptr, 0));
  ERR_clear_error();
  if (sk_X509_num(signers.get()) == 1) parts.signer = sk_X509_value(signers.get(), 0);
  return parts;
}

absl::StatusOr<TokenTime> ParseTokenTime(absl::string_view text) {
  const absl::Status wrong = NoReply("its time is not a UTC time in DER");
  constexpr size_t kDigits = 14;
  if (text.size() < kDigits + 1 || text.back() != 'Z') return wrong;
  absl::string_view fraction = text.substr(kDigits, text.size() - kDigits - 1);
  if (text.substr(0, kDigits).find_first_not_of("0123456789") != absl::string_view::npos) return wrong;
  TokenTime time;
  if (!fraction.empty()) {
    if (fraction[0] != '.' || fraction.size() < 2 || fraction.back() == '0') return wrong;
    fraction.remove_prefix(1);
    if (fraction.find_first_not_of("0123456789") != absl::string_view::npos) return wrong;
    for (size_t i = 0; i < 6; ++i) time.micros = 10 * time.micros + (i < fraction.size() ? fraction[i] - '0' : 0);
    if (fraction.size() > 6) ++time.micros;  // its last digit is not 0
  }
  const auto part = [&text](size_t at, size_t size) { return text.substr(at, size); };
  const absl::StatusOr<CivilSpan> span = ParseCivil(absl::StrCat(part(0, 4), "-", part(4, 2), "-", part(6, 2), "T",
                                                                 part(8, 2), ":", part(10, 2), ":", part(12, 2), "Z"));
  if (!span.ok()) return wrong;
  time.seconds = span->begin;
  return time;
}

absl::StatusOr<Timestamp> ReadTimestampReplyUnverified(absl::string_view der) {
  TALLY_ASSIGN_OR_RETURN(const absl::string_view token, TokenOf(der));
  TALLY_ASSIGN_OR_RETURN(const TokenParts parts, ParseToken(token));
  TS_TST_INFO* info = parts.info.get();
  Timestamp t;
  t.token = std::string(token);
  TALLY_ASSIGN_OR_RETURN(const TokenTime time, ParseTokenTime(StringOf(TS_TST_INFO_get_time(info))));
  t.time = time.seconds;
  t.micros = time.micros;
  TALLY_ASSIGN_OR_RETURN(t.accuracy, AccuracyOf(info));
  TS_MSG_IMPRINT* imprint = TS_TST_INFO_get_msg_imprint(info);
  const X509_ALGOR* algorithm = TS_MSG_IMPRINT_get_algo(imprint);
  t.hash = StrongHash(algorithm);
  if (t.hash.empty()) t.hash = ObjectText(algorithm->algorithm);
  t.imprint = StringOf(TS_MSG_IMPRINT_get_msg(imprint));
  t.policy = ObjectText(TS_TST_INFO_get_policy_id(info));
  t.serial = HexOf(TS_TST_INFO_get_serial(info));
  t.nonce = PositiveBytes(TS_TST_INFO_get_nonce(info));
  t.certificates = sk_X509_num(parts.pkcs7->d.sign->cert);
  if (t.certificates < 0) t.certificates = 0;
  if (parts.signer != nullptr) {
    t.authority = NameOf(parts.signer);
    uint8_t* bytes = nullptr;
    const int size = i2d_X509(parts.signer, &bytes);
    if (size > 0) t.key = Sha256({reinterpret_cast<const char*>(bytes), static_cast<size_t>(size)}).hex();
    OPENSSL_free(bytes);
  }
  return t;
}

std::string PositiveBytes(const ASN1_INTEGER* number) {
  const BignumPtr value(number == nullptr ? nullptr : ASN1_INTEGER_to_BN(number, nullptr));
  if (value == nullptr || BN_is_negative(value.get())) return "";
  std::string bytes(static_cast<size_t>(BN_num_bytes(value.get())), '\0');
  BN_bn2bin(value.get(), reinterpret_cast<uint8_t*>(bytes.data()));
  return bytes;
}

std::string NameOf(const X509* certificate) {
  const BioPtr out(BIO_new(BIO_s_mem()));
  constexpr unsigned long kReadable = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
  X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate), 0, kReadable);
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  ERR_clear_error();
  return size > 0 ? std::string(text, static_cast<size_t>(size)) : "(without a name)";
}

std::string ObjectText(const ASN1_OBJECT* object) {
  std::string text(80, '\0');
  const int size = OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
  ERR_clear_error();
  text.resize(size <= 0 ? 0 : std::min(text.size() - 1, static_cast<size_t>(size)));
  return text;
}

std::string StrongHash(const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  switch (OBJ_obj2nid(object)) {
    case NID_sha256:
      return "SHA256";
    case NID_sha384:
      return "SHA384";
    case NID_sha512:
      return "SHA512";
    default:
      return "";
  }
}

std::string TakeOpenSslError() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "no reason given" : reason;
}

}  // namespace tallystick
