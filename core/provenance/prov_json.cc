#include "core/provenance/prov_json.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "core/base/civil_time.h"
#include "core/provenance/describe.h"
#include "core/provenance/lineage.h"
#include "core/provenance/prov_document.h"
#include "core/record/json.h"

namespace tallystick {
namespace {

std::string Named(const Digest& id) { return absl::StrCat("rec:", id.hex()); }
std::string Qualified(absl::string_view name) {
  return absl::StrCat("{\"$\":", JsonString(name), ",\"type\":\"prov:QUALIFIED_NAME\"}");
}
std::string Integer(int64_t n) { return absl::StrCat("{\"$\":\"", n, "\",\"type\":\"xsd:long\"}"); }
std::string Text(absl::string_view text, const std::string& language = "") {
  if (language.empty()) return JsonString(text);
  return absl::StrCat("{\"$\":", JsonString(text), ",\"lang\":", JsonString(language), "}");
}

// The first and the last second of what is written; PROV knows no intervals of doubt.
std::string FirstSecond(const std::string& civil) {
  const auto span = ParseCivil(civil);
  return span.ok() ? JsonString(FormatUtc(span->begin)) : "";
}
std::string LastSecond(const std::string& civil) {
  const auto span = ParseCivil(civil);
  return span.ok() ? JsonString(FormatUtc(span->end - 1)) : "";
}

class Writer {
 public:
  explicit Writer(const RecordSet& records) : records_(records) {}

  void AddClaim(const Record& claim) {
    if (!added_.insert(claim.id).second) return;
    const v1::Quote& quote = claim.Get(v1::Slot::kQuote).quote();
    const std::string id = Named(claim.id);
    auto& entity = document_.Element("entity", id);
    entity["prov:type"] = {Qualified("tally:Claim")};
    entity["prov:label"] = {Text(records_.DisplayName(claim))};
    if (!quote.exact().empty()) entity["prov:value"] = {Text(quote.exact(), quote.language())};
    std::string article;
    if (const auto capture = Digest::FromHex(quote.capture()); capture.ok()) {
      AddCapture(*capture);
      article = Named(*capture);
      Derive(id, article, "prov:Quotation");
    }
    AddSteps(claim, id, article);
    AddRevisions(claim);
  }

  // What links and corrections say of records that are in the document.
  void AddLinks() {
    const std::pair<v1::Link::Type, const char*> derived[] = {{v1::Link::copies, "tally:Copy"},
                                                              {v1::Link::translates, "tally:Translation"},
                                                              {v1::Link::corrects, "tally:Correction"}};
    while (!unlinked_.empty()) {
      const Digest id = unlinked_.extract(unlinked_.begin()).value();
      const Record* record = records_.Find(id);
      const bool capture = record != nullptr && record->kind() == v1::Header::capture;
      for (const auto& [type, what] : derived) {
        for (const Digest& to : To(id, type, capture)) Derive(Named(id), Named(to), what);
      }
      for (const Digest& to : To(id, v1::Link::cites, capture)) {
        document_.Relate("wasInfluencedBy", {{"prov:influencee", {JsonString(Named(id))}},
                                             {"prov:influencer", {JsonString(Named(to))}},
                                             {"prov:type", {Qualified("tally:Citation")}}});
      }
      for (const v1::Link::Type type : {v1::Link::same, v1::Link::same_statement}) {
        for (const Digest& to : To(id, type, false)) {
          document_.Relate("alternateOf", {{"prov:alternate1", {JsonString(Named(id))}},
                                           {"prov:alternate2", {JsonString(Named(to))}}});
        }
      }
    }
  }

  std::string Json() const { return document_.Json(); }

 private:
  void Derive(const std::string& from, const std::string& to, absl::string_view type) {
    ProvDocument::Attributes attributes = {{"prov:generatedEntity", {JsonString(from)}},
                                           {"prov:usedEntity", {JsonString(to)}}};
    if (!type.empty()) attributes["prov:type"] = {Qualified(type)};
    document_.Relate("wasDerivedFrom", attributes);
  }

  // The ends of current links that are in the document, whichever version of them; with `bring` the others are put there.
  std::vector<Digest> To(const Digest& id, v1::Link::Type type, bool bring) {
    std::vector<Digest> ends;
    for (const LinkEnd& to : records_.LinksFrom(id, type)) {
      const size_t before = ends.size();
      for (const Digest& version : records_.VersionsOf(to.other)) {
        if (added_.count(version) != 0) ends.push_back(version);
      }
      if (ends.size() != before || !bring) continue;
      AddCapture(to.other);
      ends.push_back(to.other);
    }
    return ends;
  }

  void AddCapture(const Digest& id) {
    if (!added_.insert(id).second) return;
    unlinked_.insert(id);
    auto& entity = document_.Element("entity", Named(id));
    entity["prov:type"] = {Qualified("tally:Capture")};
    entity["prov:label"] = {Text(records_.DisplayName(id.hex()))};
    const Record* record = records_.Find(id);
    if (record == nullptr) return;
    const v1::Content& content = record->Get(v1::Slot::kContent).content();
    const v1::Origin& origin = record->Get(v1::Slot::kOrigin).origin();
    if (!content.sha256().empty()) entity["tally:sha256"] = {Text(content.sha256())};
    if (!content.media_type().empty()) entity["tally:mediaType"] = {Text(content.media_type())};
    if (content.has_size()) entity["tally:size"] = {Integer(content.size())};
    if (!origin.uri().empty()) entity["prov:location"] = {Text(origin.uri())};
    AddPublication(id, origin);
    AddRevisions(*record);
  }

  void AddPublication(const Digest& id, const v1::Origin& origin) {
    const auto publisher = Digest::FromHex(origin.publisher());
    if (publisher.ok()) {
      AddAgent(*publisher);
      Attribute(Named(id), *publisher, {});
    }
    if (!origin.has_published()) return;
    const std::string act = absl::StrCat("act:", id.hex(), "-published");
    AddActivity(act, "published", origin.published().earliest(), origin.published().latest());
    document_.Relate("wasGeneratedBy",
                     {{"prov:entity", {JsonString(Named(id))}}, {"prov:activity", {JsonString(act)}}});
    if (publisher.ok()) Associate(act, *publisher);
  }

  void AddActivity(const std::string& id, absl::string_view what, const std::string& earliest,
                   const std::string& latest) {
    auto& activity = document_.Element("activity", id);
    activity["prov:label"] = {Text(what)};
    if (!earliest.empty()) {
      activity["prov:startTime"] = {FirstSecond(earliest)};
      activity["tally:earliest"] = {Text(earliest)};
    }
    if (!latest.empty()) {
      activity["prov:endTime"] = {LastSecond(latest)};
      activity["tally:latest"] = {Text(latest)};
    }
  }

  void Associate(const std::string& activity, const Digest& agent) {
    document_.Relate("wasAssociatedWith",
                     {{"prov:activity", {JsonString(activity)}}, {"prov:agent", {JsonString(Named(agent))}}});
  }
  void Attribute(const std::string& entity, const Digest& agent, ProvDocument::Attributes attributes) {
    attributes["prov:entity"] = {JsonString(entity)};
    attributes["prov:agent"] = {JsonString(Named(agent))};
    document_.Relate("wasAttributedTo", attributes);
  }

  // A statement for each step, each derived from the next: what the first speaker said is the last of them.
  void AddSteps(const Record& claim, const std::string& claimed, const std::string& article) {
    const v1::Attribution& attribution = claim.Get(v1::Slot::kAttribution).attribution();
    std::string before;
    for (int i = 0; i < attribution.steps_size(); ++i) {
      const std::string number = absl::StrCat(claim.id.hex(), "-", i + 1);
      const std::string statement = absl::StrCat("say:", number), act = absl::StrCat("act:", number);
      AddStep(attribution.steps(i), statement, act);
      if (i == 0) {
        Derive(claimed, statement, "prov:Quotation");
        if (!article.empty()) Derive(article, statement, "");
      } else {
        Derive(before, statement, "");
        document_.Relate("used", {{"prov:activity", {JsonString(absl::StrCat("act:", claim.id.hex(), "-", i))}},
                                  {"prov:entity", {JsonString(statement)}}});
      }
      before = statement;
    }
    if (before.empty()) return;
    if (IsFirstHand(attribution.basis())) Derive(claimed, before, "prov:PrimarySource");
    if (attribution.basis() != v1::Attribution::basis_unstated) {
      document_.Element("entity", before)["tally:basis"] = {Text(v1::Attribution::Basis_Name(attribution.basis()))};
    }
  }

  void AddStep(const v1::Step& step, const std::string& statement, const std::string& act) {
    auto& entity = document_.Element("entity", statement);
    entity["prov:type"] = {Qualified("tally:Statement")};
    if (!step.words().empty()) entity["tally:attributingWords"] = {Text(step.words())};
    AddActivity(act, step.act() == v1::Step::act_unstated ? "said" : v1::Step::Act_Name(step.act()),
                step.said_earliest(), step.said_latest());
    document_.Relate("wasGeneratedBy",
                     {{"prov:entity", {JsonString(statement)}}, {"prov:activity", {JsonString(act)}}});
    ProvDocument::Attributes how;
    if (step.joined() == v1::Step::any_of && step.sources_size() > 1) how["tally:oneOf"] = {"true"};
    if (step.certainty() == v1::Step::inferred) how["tally:certainty"] = {Text("inferred")};
    for (const std::string& hex : step.sources()) {
      const auto source = Digest::FromHex(hex);
      if (!source.ok()) continue;
      AddAgent(*source);
      Attribute(statement, *source, how);
      Associate(act, *source);
    }
  }

  // With everybody who runs it: a loop and not a recursion, since lines of controllers are long.
  void AddAgent(const Digest& first) {
    std::vector<Digest> open = {first};
    while (!open.empty()) {
      const Digest id = open.back();
      open.pop_back();
      if (!added_.insert(id).second) continue;
      unlinked_.insert(id);
      auto& agent = document_.Element("agent", Named(id));
      agent["prov:label"] = {Text(DescribeSource(records_, id))};
      const Record* record = records_.Find(id);
      if (record == nullptr) continue;
      const v1::Identity& identity = record->Get(v1::Slot::kIdentity).identity();
      if (identity.has_kind()) agent["tally:kind"] = {Text(v1::Identity::Kind_Name(identity.kind()))};
      agent["prov:type"] = {TypeOf(*record)};
      for (const v1::Name& name : identity.names()) agent["tally:name"].insert(Text(name.text(), name.language()));
      for (const std::string& hex : {identity.controller(), identity.actor()}) {
        const auto above = Digest::FromHex(hex);
        if (!above.ok()) continue;
        open.push_back(*above);
        document_.Relate("actedOnBehalfOf", {{"prov:delegate", {JsonString(Named(id))}},
                                             {"prov:responsible", {JsonString(Named(*above))}}});
      }
      AddRevisions(*record);
    }
  }

  static std::string TypeOf(const Record& record) {
    if (record.kind() == v1::Header::entity) return Qualified("tally:Actor");
    switch (record.Get(v1::Slot::kIdentity).identity().kind()) {
      case v1::Identity::person:
        return Qualified("prov:Person");
      case v1::Identity::organisation:
      case v1::Identity::outlet:
        return Qualified("prov:Organization");
      default:
        return Qualified("tally:Source");
    }
  }

  // A corrected record is a revision of the one that it replaces, of which no more than its id is said.
  void AddRevisions(const Record& record) {
    unlinked_.insert(record.id);
    for (const std::string& hex : record.header.replaces()) {
      const auto older = Digest::FromHex(hex);
      if (!older.ok()) continue;
      document_.Element("entity", Named(*older));
      document_.Element("entity", Named(record.id));
      Derive(Named(record.id), Named(*older), "prov:Revision");
    }
  }

  const RecordSet& records_;
  ProvDocument document_;
  std::set<Digest> added_, unlinked_;
};

}  // namespace

std::string ProvJson(const RecordSet& records, std::span<const Record* const> claims) {
  Writer writer(records);
  for (const Record* claim : claims) {
    if (claim != nullptr && claim->kind() == v1::Header::claim) writer.AddClaim(*claim);
  }
  writer.AddLinks();
  return writer.Json();
}

}  // namespace tallystick
