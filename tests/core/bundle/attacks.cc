#include "tests/core/bundle/attacks.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "core/record/submission.h"
#include "core/sign/tlog_proof.h"
#include "tests/core/sign/keys.h"

namespace tallystick {
namespace {

const std::string kZeros(64, '0');

std::string LogFile(absl::string_view file) {
  return absl::StrCat("data/logs/", TestKey('l').public_key().id().hex(), "/", file);
}
std::string KeyPath(char fill) { return absl::StrCat("data/keys/", TestKey(fill).public_key().id().hex(), ".pem"); }
std::string CapturePath() { return absl::StrCat("data/captures/", Sha256(SmallCasebook::kCaptureText).hex(), ".txt"); }

void Flip(Files* files, const std::string& path) { files->at(path)[files->at(path).size() / 2] ^= 1; }

// Entry `index` signed by another key, with its own leaf; lists and head as they were, or with the author changed too.
void SignAs(Files* files, int index, char fill, bool change_head) {
  std::string& leaf = files->at(InEntry(index, "leaf"));
  const std::string old_key = leaf.substr(19 + 65, 64), key = TestKey(fill).public_key().id().hex();
  if (change_head) {
    Replace(&files->at(InEntry(index, "tallystick-v1-submission.json")), old_key, key);
    const std::string head = Sha256(files->at(InEntry(index, "tallystick-v1-submission.json"))).hex();
    for (auto& [path, text] : *files) {
      const bool header = absl::StartsWith(path, InEntry(index, "")) && absl::EndsWith(path, "/0-header.json");
      if (header) text.replace(text.find("\"in\":\"") + 6, 64, head);
    }
    Relist(files, index);
  }
  const std::string& manifest = files->at(InEntry(index, "submission.sha256"));
  const std::string signature = *TestKey(fill).Sign(manifest);
  files->at(InEntry(index, "submission.sig")) = signature;
  leaf = FormatLeaf(Sha256(manifest), TestKey(fill).public_key().id(), signature);
  (*files)[KeyPath(fill)] = TestKey(fill).public_key().Pem();
}

void SwapEntries(Files* files, int a, int b, bool proofs_too) {
  Files turned;
  for (const auto& [path, bytes] : *files) {
    std::string to = path;
    for (const auto& [from_index, to_index] : {std::pair(a, b), std::pair(b, a)}) {
      if (absl::StartsWith(path, InEntry(from_index, ""))) {
        to = InEntry(to_index, absl::string_view(path).substr(InEntry(from_index, "").size()));
      }
    }
    turned[to] = bytes;
  }
  *files = turned;
  if (!proofs_too) return;
  for (int index : {a, b}) {
    TlogProof proof = *ParseTlogProofUnverified(files->at(InEntry(index, "proof.tlog-proof")));
    proof.index = index;
    files->at(InEntry(index, "proof.tlog-proof")) = FormatTlogProof(proof);
  }
}

// A list's line in a form that plain `sha256sum -c` takes.
std::function<void(Files*)> Line(absl::string_view from, absl::string_view to, absl::string_view file = "000.sha256") {
  return [=, from = std::string(from), to = std::string(to), file = std::string(file)](Files* f) {
    Replace(&f->at(InEntry(3, file)), from, to);
    if (file != "submission.sha256") Relist(f, 3);
  };
}

void AddBytes(std::vector<Attack>* attacks) {
  const auto flip = [](std::string path) { return [path = std::move(path)](Files* f) { Flip(f, path); }; };
  const struct {
    const char* name;
    std::string path;
    const char* code;
    bool shell_sees;
  } flips[] = {
      {"a byte of a slot", InEntry(1, "003/2-quote.json"), "slot-hash", true},
      {"a byte of a header", InEntry(1, "003/0-header.json"), "slot-hash", true},
      {"a byte of a body", InEntry(1, "003.sha256"), "slot-hash", true},
      {"a byte of about.json", InEntry(0, "about.json"), "slot-hash", true},
      {"a byte of line 1", InEntry(1, "tallystick-v1-submission.json"), "slot-hash", true},
      {"a byte of submission.sha256", InEntry(1, "submission.sha256"), "leaf", true},
      {"a byte of the signature", InEntry(1, "submission.sig"), "leaf", true},
      {"a byte of the leaf", InEntry(1, "leaf"), "leaf|key-missing", true},
      {"a byte of a proof", InEntry(1, "proof.tlog-proof"), "proof-form|proof-checkpoint|inclusion", false},
      {"a byte of the checkpoint", LogFile("checkpoint.txt"), "checkpoint-signature|checkpoint-form", false},
      {"a byte of a key", KeyPath('a'), "key-file", true},
      {"a byte of a capture", CapturePath(), "capture-hash", true},
      {"a byte of the scope", "data/scope.json", "statement-form|scope-head|scope-counts", false},
      {"a byte of the findings", "data/findings.json", "findings-differ|statement-form", false},
  };
  for (const auto& f : flips) {
    attacks->push_back({f.name, flip(f.path), Reach::kBagger, f.code, f.shell_sees});
  }
  attacks->push_back(
      {"a byte of README.txt, in the old bag", flip("README.txt"), Reach::kEditor, "changed-file", true});
  attacks->push_back({"a byte of a manifest", flip("manifest-sha256.txt"), Reach::kEditor, "changed-file", true});
}

void AddFiles(std::vector<Attack>* attacks) {
  const auto erase = [](std::string path) { return [path = std::move(path)](Files* f) { f->erase(path); }; };
  const auto put = [](std::string path) { return [path = std::move(path)](Files* f) { (*f)[path] = "x"; }; };
  attacks->insert(
      attacks->end(),
      {
          {"a file removed", erase(InEntry(1, "003/2-quote.json")), Reach::kEditor, "missing-file", true},
          {"a file added", put("data/captures/x.txt"), Reach::kEditor, "unlisted-file", true},
          {"a file added at the top", put("SEE-THIS-FIRST.txt"), Reach::kEditor, "unlisted-file", true},
          {"a slot missing, undeclared", erase(InEntry(1, "003/2-quote.json")), Reach::kBagger, "missing-undeclared",
           true},
          {"about missing, undeclared", erase(InEntry(0, "about.json")), Reach::kBagger, "missing-undeclared", true},
          {"a header removed", erase(InEntry(1, "003/0-header.json")), Reach::kBagger, "header-missing", true},
          {"line 1 removed", erase(InEntry(1, "tallystick-v1-submission.json")), Reach::kBagger, "missing-file", true},
          {"a body removed, its slots left", erase(InEntry(1, "003.sha256")), Reach::kBagger, "unsigned-file", true},
          {"a leaf removed", erase(InEntry(1, "leaf")), Reach::kBagger, "missing-file", true},
          {"a proof removed", erase(InEntry(1, "proof.tlog-proof")), Reach::kBagger, "missing-file", true},
          {"a signature removed", erase(InEntry(1, "submission.sig")), Reach::kBagger, "missing-file", true},
          {"the checkpoint removed", erase(LogFile("checkpoint.txt")), Reach::kBagger, "missing-file", true},
          {"a key removed", erase(KeyPath('b')), Reach::kBagger, "key-missing", true},
          {"the log's key removed", erase(KeyPath('l')), Reach::kBagger, "key-missing", true},
          {"findings removed", erase("data/findings.json"), Reach::kBagger, "missing-file", true},
          {"an unsigned file beside slots", put(InEntry(1, "003/9-extra.json")), Reach::kBagger, "unsigned-file", true},
          {"an unsigned record", put(InEntry(1, "005.sha256")), Reach::kBagger, "unsigned-file", true},
          {"a file with no place", put("data/notes.txt"), Reach::kBagger, "unexpected-file", true},
          {"a capture under two extensions", put(absl::StrCat("data/captures/", Sha256("x").hex(), ".tar.gz")),
           Reach::kBagger, "unexpected-file", true},
          {"a second log", put("data/logs/" + kZeros + "/checkpoint.txt"), Reach::kBagger, "unexpected-file", true},
          {"fetch.txt", put("fetch.txt"), Reach::kBagger, "unexpected-file", false},
          {"a capture nobody names", put("data/captures/" + Sha256("x").hex() + ".txt"), Reach::kBagger,
           "capture-unreferenced", false},
          {"a withheld slot put back",
           [](Files* f) { (*f)[InEntry(1, "about.json")] = f->at(InEntry(0, "about.json")); }, Reach::kBagger,
           "withheld-present", true},
          {"a withholding of a slot that is here",
           [](Files* f) {
             Replace(&f->at("data/withheld.json"), "{\"file\"",
                     absl::StrCat("{\"file\":\"", InEntry(1, "001/2-standing.json"), "\",\"record\":\"", kZeros,
                                  "\",\"slot\":\"standing\",\"reason\":\"x\",\"actor\":\"x\"},{\"file\""));
           },
           Reach::kBagger, "withheld-present", true},
          {"no submission at all",
           [](Files* f) {
             for (const auto& [path, bytes] : Files(*f)) {
               if (absl::StrContains(path, "/submissions/")) f->erase(path);
             }
           },
           Reach::kBagger, "empty-bundle", true},
          {"key records alone",
           [](Files* f) {
             for (const auto& [path, bytes] : Files(*f)) {
               if (absl::StartsWith(path, InEntry(1, "")) || absl::StartsWith(path, InEntry(3, ""))) f->erase(path);
             }
           },
           Reach::kBagger, "empty-bundle", true},
      });
}

void AddSwaps(const SmallCasebook& casebook, std::vector<Attack>* attacks) {
  attacks->insert(
      attacks->end(),
      {
          {"two slots swapped",
           [](Files* f) { std::swap(f->at(InEntry(1, "003/7-place.json")), f->at(InEntry(1, "003/8-note.json"))); },
           Reach::kBagger, "slot-hash", true},
          {"a slot from another record",
           [](Files* f) { f->at(InEntry(1, "003/4-quantity.json")) = f->at(InEntry(3, "000/4-quantity.json")); },
           Reach::kBagger, "slot-hash", true},
          {"another's record listed as one's own",
           [](Files* f) {
             for (const auto& [path, bytes] : Files(*f)) {
               const std::string prefix = InEntry(1, "003/");
               if (absl::StartsWith(path, prefix)) (*f)[InEntry(3, "000/" + path.substr(prefix.size()))] = bytes;
             }
             Relist(f, 3);
           },
           Reach::kInsider, "wrong-submission", true},
          {"entries reordered", [](Files* f) { SwapEntries(f, 2, 3, false); }, Reach::kBagger, "proof-index", false},
          {"entries reordered with their proofs", [](Files* f) { SwapEntries(f, 2, 3, true); }, Reach::kBagger,
           "inclusion", false},
          {"a proof of another entry",
           [](Files* f) { f->at(InEntry(1, "proof.tlog-proof")) = f->at(InEntry(2, "proof.tlog-proof")); },
           Reach::kBagger, "proof-index", false},
          {"a checkpoint of another size",
           [&casebook](Files* f) {
             f->at(LogFile("checkpoint.txt")) =
                 casebook.Checkpoint({casebook.leaves().begin(), casebook.leaves().begin() + 4});
           },
           Reach::kBagger, "proof-checkpoint", false},
          {"a checkpoint of another log",
           [](Files* f) {
             const Checkpoint head{"other.log", 5, Sha256("root"), {}};
             f->at(LogFile("checkpoint.txt")) = *SignCheckpoint(head, TestNoteKey("other.log", 'x'), TestKey('x'));
           },
           Reach::kBagger, "checkpoint-signature", false},
          {"another origin under the log's key",
           [](Files* f) {
             const Checkpoint head{"other.log", 5, Sha256("root"), {}};
             f->at(LogFile("checkpoint.txt")) = *SignCheckpoint(head, TestNoteKey("other.log", 'l'), TestKey('l'));
           },
           Reach::kBagger, "log-origin", false},
      });
}

void AddKeys(std::vector<Attack>* attacks) {
  const auto pem = [](char at, char of) {
    return [=](Files* f) { f->at(KeyPath(at)) = TestKey(of).public_key().Pem(); };
  };
  attacks->insert(
      attacks->end(),
      {
          {"a foreign key under a known name", pem('a', 'x'), Reach::kBagger, "key-file", true},
          {"signed by a stranger", [](Files* f) { SignAs(f, 3, 'x', true); }, Reach::kInsider, "not-admitted", false},
          {"signed by the log's key", [](Files* f) { SignAs(f, 3, 'l', true); }, Reach::kInsider, "wrong-role", true},
          {"signed by another author, head unchanged", [](Files* f) { SignAs(f, 3, 'a', false); }, Reach::kInsider,
           "wrong-author", true},
          {"a key admitted as witness signs",
           [](Files* f) {
             Replace(&f->at(InEntry(2, "000/1-key.json")), "\"role\":\"author\"", "\"role\":\"witness\"");
             Relist(f, 2);
           },
           Reach::kInsider, "wrong-role", false},
          {"a key with two roles",
           [](Files* f) {
             const std::string a = Base64Encode(TestKey('a').public_key().Der());
             const std::string b = Base64Encode(TestKey('b').public_key().Der());
             std::string& slot = f->at(InEntry(2, "000/1-key.json"));
             Replace(&slot, b, a);
             Replace(&slot, "\"role\":\"author\"", "\"role\":\"witness\"");
             Relist(f, 2);
           },
           Reach::kInsider, "key-record", false},
          {"a submission made for another log",
           [](Files* f) {
             Replace(&f->at(InEntry(3, "tallystick-v1-submission.json")), TestKey('l').public_key().id().hex(), kZeros);
             Relist(f, 3);
           },
           Reach::kInsider, "wrong-log", true},
          {"a signature cut short", [](Files* f) { f->at(InEntry(1, "submission.sig")).pop_back(); }, Reach::kBagger,
           "leaf", true},
          {"a signature cut short, in the leaf too",
           [](Files* f) {
             std::string& signature = f->at(InEntry(1, "submission.sig"));
             signature.pop_back();
             f->at(InEntry(1, "leaf")) =
                 FormatLeaf(Sha256(f->at(InEntry(1, "submission.sha256"))), TestKey('a').public_key().id(), signature);
           },
           Reach::kBagger, "leaf", true},
          {"a signature of something else",
           [](Files* f) {
             const std::string signature = *TestKey('a').Sign("something else");
             f->at(InEntry(1, "submission.sig")) = signature;
             f->at(InEntry(1, "leaf")) =
                 FormatLeaf(Sha256(f->at(InEntry(1, "submission.sha256"))), TestKey('a').public_key().id(), signature);
           },
           Reach::kBagger, "signature", true},
      });
}

void AddGrammar(std::vector<Attack>* attacks) {
  const struct {
    const char* name;
    std::function<void(Files*)> change;
  } lines[] = {
      {"a line with *", Line("  000/1-", " *000/1-")},
      {"a line with a backslash", [](Files* f) { f->at(InEntry(3, "000.sha256")).insert(0, "\\"), Relist(f, 3); }},
      {"a line with CR", Line("0-header.json\n", "0-header.json\r\n")},
      {"a comment line", [](Files* f) { f->at(InEntry(3, "000.sha256")).insert(0, "# nothing\n"), Relist(f, 3); }},
      {"a BSD line",
       [](Files* f) { f->at(InEntry(3, "000.sha256")) += "SHA256 (000/9-x.json) = " + kZeros + "\n", Relist(f, 3); }},
      {"a line that leaves the folder", Line("000/1-attribution.json", "../0/about.json")},
      {"a line for a device", Line("000/1-attribution.json", "/dev/null")},
      {"a line of another record", Line("000/1-attribution.json", "001/1-attribution.json")},
      {"a line twice",
       [](Files* f) {
         std::string& text = f->at(InEntry(3, "000.sha256"));
         text.insert(0, text.substr(0, text.find('\n') + 1));
         Relist(f, 3);
       }},
      {"a gap in the numbers", Line("000/1-", "000/2-")},
      {"no final LF", [](Files* f) { f->at(InEntry(3, "000.sha256")).pop_back(), Relist(f, 3); }},
      {"a NUL after the last line",
       [](Files* f) { f->at(InEntry(3, "000.sha256")) += std::string("\0x\n", 3), Relist(f, 3); }},
      {"an empty line at the end", [](Files* f) { f->at(InEntry(3, "000.sha256")) += "\n", Relist(f, 3); }},
      {"upper-case hex",
       [](Files* f) {
         std::string& text = f->at(InEntry(3, "submission.sha256"));
         for (size_t at = 0; at < 64; ++at) text[at] = absl::ascii_toupper(text[at]);
       }},
      {"records out of order", Line("000.sha256", "001.sha256", "submission.sha256")},
      {"about.json under another name", Line("about.json", "notes.json", "submission.sha256")},
      {"a record more than is numbered",
       [](Files* f) { f->at(InEntry(3, "submission.sha256")) += kZeros + "  002.sha256\n"; }},
  };
  for (const auto& line : lines) attacks->push_back({line.name, line.change, Reach::kInsider, "grammar", true});
}

void AddLies(std::vector<Attack>* attacks) {
  const auto relisted = [](absl::string_view file, absl::string_view from, absl::string_view to) {
    return [=, file = std::string(file), from = std::string(from), to = std::string(to)](Files* f) {
      Replace(&f->at(InEntry(3, file)), from, to);
      Relist(f, 3);
    };
  };
  const auto text = [](const char* file, const char* from, const char* to) {
    return [=](Files* f) { Replace(&f->at(file), from, to); };
  };
  attacks->insert(attacks->end(),
                  {
                      {"a quote that is not there", relisted("000/2-quote.json", "Exactly 70", "Exactly 71"),
                       Reach::kInsider, "quote", false},
                      {"a slot with a field twice",
                       relisted("000/4-quantity.json", "\"nominal\":70", "\"nominal\":70,\"nominal\":7"),
                       Reach::kInsider, "slot-form", false},
                      {"a slot of another kind under the name",
                       [](Files* f) {
                         f->at(InEntry(3, "000/8-note.json")) = f->at(InEntry(3, "000/7-place.json"));
                         Relist(f, 3);
                       },
                       Reach::kInsider, "slot-form", false},
                      {"other findings", text("data/findings.json", "\"claims\":2", "\"claims\":1"), Reach::kBagger,
                       "findings-differ", false},
                      {"more matched than accounted for", text("data/scope.json", "\"matched\":3", "\"matched\":9"),
                       Reach::kBagger, "scope-counts", false},
                      {"another head in the scope", text("data/scope.json", "\"size\":5", "\"size\":6"), Reach::kBagger,
                       "scope-head", false},
                      {"a withholding without a reason", text("data/withheld.json", "\"reason\":\"privacy\",", ""),
                       Reach::kBagger, "withheld-form", false},
                      {"a capture of another size",
                       [](Files* f) {
                         std::string& slot = f->at(InEntry(1, "000/1-content.json"));
                         Replace(&slot, "\"size\":1", "\"size\":2");
                         Relist(f, 1);
                       },
                       Reach::kInsider, "capture-size", false},
                  });
}

}  // namespace

std::vector<Attack> Attacks(const SmallCasebook& casebook) {
  std::vector<Attack> attacks;
  AddBytes(&attacks);
  AddFiles(&attacks);
  AddSwaps(casebook, &attacks);
  AddKeys(&attacks);
  AddGrammar(&attacks);
  AddLies(&attacks);
  return attacks;
}

std::string Perform(const Attack& attack, const SmallCasebook& casebook, Files files) {
  attack.change(&files);
  if (attack.reach == Reach::kInsider) Resign(casebook, &files);
  if (attack.reach != Reach::kEditor) Rebag(&files);
  return ZipOf(files);
}

}  // namespace tallystick
