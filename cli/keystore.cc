#include "cli/keystore.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/sign/private_key_file.h"
#include "store/files.h"

namespace tallystick {
namespace {

constexpr absl::string_view kPublicSuffix = ".pub.pem";

std::string Protect(const PrivateKey& key, const std::string& passphrase, absl::Status* status) {
  if (passphrase.empty()) return FormatPrivateKeyInsecure(key);
  absl::StatusOr<std::string> pem = EncryptPrivateKey(key, passphrase);
  *status = pem.status();
  return pem.ok() ? *pem : "";
}

absl::StatusOr<KeyFile> ReadKeyFile(const std::string& stem, v1::Key::Role role) {
  TALLY_ASSIGN_OR_RETURN(const std::string public_pem, ReadFile(absl::StrCat(stem, kPublicSuffix)));
  TALLY_ASSIGN_OR_RETURN(PublicKey key, PublicKey::FromPem(public_pem));
  TALLY_ASSIGN_OR_RETURN(const std::string recovery, ReadFile(absl::StrCat(stem, ".recovery")));
  TALLY_ASSIGN_OR_RETURN(const Digest recovery_id, Digest::FromHex(absl::StripAsciiWhitespace(recovery)));
  TALLY_ASSIGN_OR_RETURN(const std::string pem, ReadFile(absl::StrCat(stem, ".pem")));
  const Digest id = key.id();
  return KeyFile{id, role, absl::StrCat(stem, ".pem"), std::move(key), recovery_id, IsEncryptedPrivateKey(pem)};
}

}  // namespace

absl::StatusOr<std::vector<KeyFile>> Keystore::List() const {
  std::vector<KeyFile> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
    const std::string name = entry.path().filename().string();
    if (!absl::EndsWith(name, kPublicSuffix)) continue;
    const std::string stem(absl::StripSuffix(name, kPublicSuffix));
    const std::vector<std::string> parts = absl::StrSplit(stem, '.');
    v1::Key::Role role;
    if (parts.size() != 2 || !v1::Key::Role_Parse(parts[1], &role)) continue;
    absl::StatusOr<KeyFile> file = ReadKeyFile(absl::StrCat(folder_, "/", stem), role);
    if (!file.ok()) return absl::Status(file.status().code(), absl::StrCat("key ", stem, ": ", file.status().message()));
    files.push_back(*std::move(file));
  }
  std::sort(files.begin(), files.end(),
            [](const KeyFile& a, const KeyFile& b) { return std::tie(a.role, a.id) < std::tie(b.role, b.id); });
  return files;
}

absl::StatusOr<KeyFile> Keystore::Create(const Environment& environment, v1::Key::Role role, const std::string& passphrase,
                                         const std::string& recovery_folder) const {
  TALLY_ASSIGN_OR_RETURN(const PrivateKey key, PrivateKey::FromSeed(environment.random(kEd25519KeySize)));
  TALLY_ASSIGN_OR_RETURN(const PrivateKey recovery, PrivateKey::FromSeed(environment.random(kEd25519KeySize)));
  absl::Status status;
  const std::string key_pem = Protect(key, passphrase, &status);
  TALLY_RETURN_IF_ERROR(status);
  const std::string recovery_pem = Protect(recovery, passphrase, &status);
  TALLY_RETURN_IF_ERROR(status);
  const std::string name = absl::StrCat(key.public_key().id().hex(), ".", v1::Key::Role_Name(role));
  const std::string stem = absl::StrCat(folder_, "/", name);
  TALLY_RETURN_IF_ERROR(MakeFolders(folder_, 0700));
  TALLY_RETURN_IF_ERROR(MakeFolders(recovery_folder, 0700));
  // The recovery key first: without it the key could never be replaced.
  TALLY_RETURN_IF_ERROR(WriteFileDurably(absl::StrCat(recovery_folder, "/", name, ".recovery.pem"), recovery_pem, 0600, false));
  TALLY_RETURN_IF_ERROR(WriteFileDurably(absl::StrCat(stem, ".pem"), key_pem, 0600, false));
  TALLY_RETURN_IF_ERROR(
      WriteFileDurably(absl::StrCat(stem, ".recovery"), absl::StrCat(recovery.public_key().id().hex(), "\n"), 0644, false));
  TALLY_RETURN_IF_ERROR(WriteFileDurably(absl::StrCat(stem, kPublicSuffix), key.public_key().Pem(), 0644, false));
  return ReadKeyFile(stem, role);
}

absl::StatusOr<PrivateKey> Keystore::Load(const KeyFile& file, const std::string& passphrase) const {
  struct stat info;
  if (::stat(file.path.c_str(), &info) == 0 && (info.st_mode & 077) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat(file.path, " can be read by others; make it yours alone: chmod 600 ", file.path));
  }
  TALLY_ASSIGN_OR_RETURN(const std::string pem, ReadFile(file.path));
  TALLY_ASSIGN_OR_RETURN(PrivateKey key, ParsePrivateKey(pem, absl::string_view(passphrase)));
  if (key.public_key().id() != file.id) return absl::DataLossError(absl::StrCat(file.path, " holds another key"));
  return key;
}

}  // namespace tallystick
