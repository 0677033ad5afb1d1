#include "tests/core/bundle/bundle_files.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/bundle/bag.h"
#include "core/record/json.h"
#include "core/sign/tlog_proof.h"
#include "proto/bundle.pb.h"
#include "tests/core/sign/keys.h"

namespace tallystick {
namespace {

FileViews ViewsOf(const Files& files) {
  FileViews views;
  for (const auto& [path, bytes] : files) views.emplace(path, bytes);
  return views;
}

}  // namespace

Files FilesOf(absl::string_view zip) {
  const auto folder = ReadZip(zip);
  EXPECT_TRUE(folder.ok()) << folder.status();
  Files files;
  for (const auto& [path, bytes] : folder->files) files.emplace(path, std::string(bytes));
  return files;
}

std::string ZipOf(const Files& files, absl::string_view top) {
  const auto zip = WriteZip(top, ViewsOf(files));
  EXPECT_TRUE(zip.ok()) << zip.status();
  return zip.ok() ? *zip : "";
}

void Rebag(Files* files) {
  for (const char* tag : {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"})
    files->erase(tag);
  for (auto& [path, text] : MakeBag(ViewsOf(*files))) (*files)[path] = text;
}

std::string InEntry(int index, absl::string_view file) {
  return absl::StrCat("data/logs/", TestKey('l').public_key().id().hex(), "/submissions/", index, "/", file);
}

void Relist(Files* files, int index) {
  const auto relist = [&](const std::string& list) {
    std::string& text = files->at(list);
    for (size_t at = 0, end; at < text.size(); at = end + 1) {
      end = std::min(text.find('\n', at), text.size());
      if (end - at <= 66) continue;
      const auto listed = files->find(InEntry(index, text.substr(at + 66, end - at - 66)));
      if (listed != files->end()) text.replace(at, 64, Sha256(listed->second).hex());
    }
  };
  for (const auto& [path, bytes] : Files(*files)) {
    if (absl::StartsWith(path, InEntry(index, "")) && absl::EndsWith(path, ".sha256") &&
        path != InEntry(index, "submission.sha256")) {
      relist(path);
    }
  }
  relist(InEntry(index, "submission.sha256"));
}

void Resign(const SmallCasebook& casebook, Files* files) {
  std::vector<std::string> leaves = casebook.leaves();
  for (size_t i = 0; i < leaves.size(); ++i) {
    const auto leaf = files->find(InEntry(i, "leaf"));
    if (leaf == files->end()) continue;
    const std::string key = leaf->second.substr(19 + 65, 64);
    const std::string& manifest = files->at(InEntry(i, "submission.sha256"));
    const std::string signature = *KeyById(key).Sign(manifest);
    (*files)[InEntry(i, "submission.sig")] = signature;
    leaf->second = leaves[i] = FormatLeaf(Sha256(manifest), *Digest::FromHex(key), signature);
  }
  const std::string checkpoint = casebook.Checkpoint(leaves);
  (*files)[absl::StrCat("data/logs/", TestKey('l').public_key().id().hex(), "/checkpoint.txt")] = checkpoint;
  const Note note = *ParseNoteUnverified(checkpoint);
  for (size_t i = 0; i < leaves.size(); ++i) {
    if (files->count(InEntry(i, "leaf")) == 0) continue;
    (*files)[InEntry(i, "proof.tlog-proof")] = FormatTlogProof({"", i, casebook.Proof(leaves, i), note});
  }
  v1::BundleScope scope;
  std::string& text = files->at("data/scope.json");
  EXPECT_TRUE(DecodeJson(text, &scope).ok());
  scope.mutable_head()->set_root(ParseCheckpointUnverified(note.text)->root.hex());
  text = absl::StrCat(EncodeJson(scope), "\n");
}

void Replace(std::string* text, absl::string_view from, absl::string_view to) {
  const size_t at = text->find(std::string(from));
  ASSERT_NE(at, std::string::npos) << from << " is not in " << text->substr(0, 200);
  text->replace(at, from.size(), std::string(to));
}

}  // namespace tallystick
