#include "tests/core/sign/time_authority.h"

#include <openssl/pem.h>
#include <openssl/rand.h>

#include <cstdlib>

#include "core/sign/timestamp_parts.h"

namespace tallystick {
namespace {

void Must(bool done) {
  if (!done) std::abort();
}

PkeyPtr NewKey() {
  // Not Ed25519: OpenSSL 3.0 does not sign CMS with it.
  PkeyPtr key(EVP_EC_gen("P-256"));
  Must(key != nullptr);
  return key;
}

void AddExtension(X509* certificate, int nid, const std::string& value, X509* issuer = nullptr) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  Must(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

CertificatePtr NewCertificate(const std::string& name, EVP_PKEY* key, const std::string& not_before,
                              const std::string& not_after) {
  CertificatePtr certificate(X509_new());
  Must(X509_set_version(certificate.get(), 2) == 1);
  uint64_t serial = 0;
  Must(RAND_bytes(reinterpret_cast<uint8_t*>(&serial), sizeof serial) == 1);
  Must(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1 | 1) == 1);
  Must(ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate.get()), not_before.c_str()) == 1);
  Must(ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate.get()), not_after.c_str()) == 1);
  const auto* text = reinterpret_cast<const uint8_t*>(name.data());
  Must(X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, MBSTRING_UTF8, text,
                                  static_cast<int>(name.size()), -1, 0) == 1);
  Must(X509_set_pubkey(certificate.get(), key) == 1);
  return certificate;
}

std::string Pem(X509* certificate) {
  const BioPtr out(BIO_new(BIO_s_mem()));
  Must(PEM_write_bio_X509(out.get(), certificate) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return std::string(text, static_cast<size_t>(size));
}

ASN1_INTEGER* NextSerial(TS_RESP_CTX*, void*) {
  static long serial = 1000;
  ASN1_INTEGER* number = ASN1_INTEGER_new();
  Must(ASN1_INTEGER_set(number, ++serial) == 1);
  return number;
}

int TimeOf(TS_RESP_CTX*, void* data, long* seconds, long* micros) {
  *seconds = static_cast<long>(*static_cast<const int64_t*>(data));
  *micros = 250000;
  return 1;
}

using ResponderPtr = std::unique_ptr<TS_RESP_CTX, OpenSslFree<TS_RESP_CTX_free>>;
using ResponsePtr = std::unique_ptr<TS_RESP, OpenSslFree<TS_RESP_free>>;
using ObjectPtr = std::unique_ptr<ASN1_OBJECT, OpenSslFree<ASN1_OBJECT_free>>;

}  // namespace

struct TimeAuthority::State {
  AuthorityOptions options;
  PkeyPtr root_key, key;
  CertificatePtr root, signer;
  CertificatePtr proper;  // of the same key, and fit for time stamps: OpenSSL's responder takes no other

  CertificatePtr Certify(const std::string& usage) const {
    CertificatePtr made = NewCertificate(options.name, key.get(), options.not_before, options.not_after);
    X509* issuer = options.self_signed ? made.get() : root.get();
    Must(X509_set_issuer_name(made.get(), X509_get_subject_name(issuer)) == 1);
    if (!usage.empty()) AddExtension(made.get(), NID_ext_key_usage, usage);
    AddExtension(made.get(), NID_subject_key_identifier, "hash");
    if (!options.self_signed) AddExtension(made.get(), NID_authority_key_identifier, "keyid", issuer);
    Must(X509_sign(made.get(), options.self_signed ? key.get() : root_key.get(), EVP_sha256()) > 0);
    return made;
  }

  // The same statement in a token that is put together by hand.
  void Resign(TS_RESP* response) const {
    PKCS7* token = PKCS7_new();
    Must(PKCS7_set_type(token, NID_pkcs7_signed) == 1 && PKCS7_add_certificate(token, signer.get()) == 1);
    PKCS7_SIGNER_INFO* info = PKCS7_add_signature(token, signer.get(), key.get(), EVP_get_digestbyname(options.digest));
    Must(info != nullptr);
    const int type = options.says_time_stamp ? NID_id_smime_ct_TSTInfo : NID_pkcs7_data;
    Must(PKCS7_add_signed_attribute(info, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj(type)) == 1);
    if (options.ess) {
      const SigningCertV2Ptr named(OSSL_ESS_signing_cert_v2_new_init(EVP_sha256(), signer.get(), nullptr, 0));
      uint8_t* der = nullptr;
      const int size = i2d_ESS_SIGNING_CERT_V2(named.get(), &der);
      ASN1_STRING* sequence = ASN1_STRING_new();
      Must(size > 0 && ASN1_STRING_set(sequence, der, size) == 1);
      OPENSSL_free(der);
      Must(PKCS7_add_signed_attribute(info, NID_id_smime_aa_signingCertificateV2, V_ASN1_SEQUENCE, sequence) == 1);
    }
    PKCS7* content = PKCS7_new();
    content->type = OBJ_nid2obj(NID_id_smime_ct_TSTInfo);
    content->d.other = ASN1_TYPE_new();
    ASN1_TYPE_set(content->d.other, V_ASN1_OCTET_STRING, ASN1_OCTET_STRING_new());
    Must(PKCS7_set_content(token, content) == 1);
    TS_TST_INFO* statement = TS_TST_INFO_dup(TS_RESP_get_tst_info(response));
    const BioPtr out(PKCS7_dataInit(token, nullptr));
    Must(i2d_TS_TST_INFO_bio(out.get(), statement) == 1 && PKCS7_dataFinal(token, out.get()) == 1);
    TS_RESP_set_tst_info(response, token, statement);
  }
};

TimeAuthority::TimeAuthority(AuthorityOptions options) : state_(std::make_unique<State>()) {
  state_->options = std::move(options);
  const AuthorityOptions& o = state_->options;
  state_->root_key = NewKey();
  state_->key = NewKey();
  state_->root = NewCertificate(o.name + " Root", state_->root_key.get(), o.root_not_before, o.root_not_after);
  X509* root = state_->root.get();
  Must(X509_set_issuer_name(root, X509_get_subject_name(root)) == 1);
  AddExtension(root, NID_basic_constraints, "critical,CA:TRUE");
  AddExtension(root, NID_key_usage, "critical,keyCertSign,cRLSign");
  AddExtension(root, NID_subject_key_identifier, "hash");
  Must(X509_sign(root, state_->root_key.get(), EVP_sha256()) > 0);
  const std::string proper_usage = "critical,timeStamping";
  state_->signer = state_->Certify(o.key_usage);
  if (o.key_usage != proper_usage) state_->proper = state_->Certify(proper_usage);
}

TimeAuthority::~TimeAuthority() = default;

std::string TimeAuthority::root_pem() const { return Pem(state_->root.get()); }
std::string TimeAuthority::signer_pem() const { return Pem(state_->signer.get()); }

std::string TimeAuthority::Reply(absl::string_view request, int64_t seconds) const {
  const AuthorityOptions& o = state_->options;
  const ResponderPtr responder(TS_RESP_CTX_new());
  const ObjectPtr policy(OBJ_txt2obj("1.3.6.1.4.1.99999.1", 1));
  const CertificateList others(sk_X509_new_null());
  sk_X509_push(others.get(), state_->root.get());
  X509* signer = state_->proper ? state_->proper.get() : state_->signer.get();
  Must(TS_RESP_CTX_set_signer_cert(responder.get(), signer) == 1);
  Must(TS_RESP_CTX_set_signer_key(responder.get(), state_->key.get()) == 1);
  Must(TS_RESP_CTX_set_signer_digest(responder.get(), EVP_get_digestbyname(o.digest)) == 1);
  Must(TS_RESP_CTX_set_ess_cert_id_digest(responder.get(), o.ess_sha1 ? EVP_sha1() : EVP_sha256()) == 1);
  Must(TS_RESP_CTX_set_def_policy(responder.get(), policy.get()) == 1);
  if (o.with_chain) Must(TS_RESP_CTX_set_certs(responder.get(), others.get()) == 1);
  for (const EVP_MD* digest : {EVP_sha1(), EVP_sha256(), EVP_sha512(), EVP_md5()}) {
    Must(TS_RESP_CTX_add_md(responder.get(), digest) == 1);
  }
  if (o.accuracy_seconds + o.accuracy_millis > 0) {
    Must(TS_RESP_CTX_set_accuracy(responder.get(), o.accuracy_seconds, o.accuracy_millis, 0) == 1);
  }
  Must(TS_RESP_CTX_set_clock_precision_digits(responder.get(), 3) == 1);
  if (o.names_itself) TS_RESP_CTX_add_flags(responder.get(), TS_TSA_NAME);
  TS_RESP_CTX_set_serial_cb(responder.get(), NextSerial, nullptr);
  TS_RESP_CTX_set_time_cb(responder.get(), TimeOf, &seconds);
  const BioPtr in(BIO_new_mem_buf(request.data(), static_cast<int>(request.size())));
  const ResponsePtr response(TS_RESP_create_response(responder.get(), in.get()));
  Must(response != nullptr);
  if (state_->proper || !o.ess || !o.says_time_stamp) state_->Resign(response.get());
  uint8_t* der = nullptr;
  const int size = i2d_TS_RESP(response.get(), &der);
  Must(size > 0);
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

std::string TimeAuthority::RequestBy(const char* digest, absl::string_view text, bool with_certificates) {
  const TsRequestPtr request(TS_REQ_new());
  const TsImprintPtr imprint(TS_MSG_IMPRINT_new());
  const AlgorithmPtr algorithm(X509_ALGOR_new());
  const EVP_MD* md = EVP_get_digestbyname(digest);
  X509_ALGOR_set_md(algorithm.get(), md);
  uint8_t hash[EVP_MAX_MD_SIZE];
  unsigned int hash_size = 0;
  Must(EVP_Digest(text.data(), text.size(), hash, &hash_size, md, nullptr) == 1);
  Must(TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1);
  Must(TS_MSG_IMPRINT_set_msg(imprint.get(), hash, static_cast<int>(hash_size)) == 1);
  Must(TS_REQ_set_version(request.get(), 1) == 1 && TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1);
  Must(TS_REQ_set_cert_req(request.get(), with_certificates ? 0xFF : 0) == 1);
  uint8_t* der = nullptr;
  const int size = i2d_TS_REQ(request.get(), &der);
  Must(size > 0);
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

}  // namespace tallystick
