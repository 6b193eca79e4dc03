#include "revisions/directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "luamigrate/error.h"

namespace luamigrate::revisions {
namespace {

namespace fs = std::filesystem;

class Search {
 public:
  explicit Search(bool recursive) : recursive_(recursive) {}

  // Names are compared, and paths made of them, as plain text: ten thousand paths would be taken apart otherwise.
  void folder(const fs::path& path) {
    std::vector<std::string> files;
    std::vector<std::string> folders;
    std::error_code failure;
    for (fs::directory_iterator entry(path, failure), end; !failure && entry != end; entry.increment(failure)) {
      std::string name = entry->path().filename().string();
      if (name.starts_with('.')) continue;
      if (entry->is_directory(failure))
        folders.push_back(std::move(name));
      else if (name.ends_with(".lua"))
        files.push_back(std::move(name));
    }
    if (failure)
      throw Error(ErrorKind::io, fmt::format("the folder {} cannot be read: {}", path.string(), failure.message()));
    std::ranges::sort(files);
    std::ranges::sort(folders);
    const std::string normal = (path / "").lexically_normal().string();
    for (const std::string& file : files)
      if (seen_.insert(normal + file).second) found_.push_back(path / file);
    if (recursive_)
      for (const std::string& inner : folders) folder(path / inner);
  }

  std::vector<fs::path> finish() { return std::move(found_); }

 private:
  bool recursive_;
  std::unordered_set<std::string> seen_;  // normal paths
  std::vector<fs::path> found_;
};

}  // namespace

std::vector<fs::path> find_revision_files(const VersionLocations& locations) {
  Search search(locations.recursive);
  for (const fs::path& folder : locations.folders)
    if (fs::exists(folder)) search.folder(folder);
  return search.finish();
}

std::vector<RevisionHeader> read_headers(const std::vector<fs::path>& files,
                                         const std::function<RevisionHeader(const fs::path&)>& read) {
  std::vector<RevisionHeader> headers;
  headers.reserve(files.size());
  for (const fs::path& file : files) headers.push_back(read(file));
  return headers;
}

std::vector<std::string> gone_requirements(const std::vector<RevisionHeader>& headers) {
  std::unordered_set<std::string_view> known;
  for (const RevisionHeader& header : headers) {
    known.insert(header.revision);
    known.insert(header.branch_labels.begin(), header.branch_labels.end());
  }
  std::vector<std::string> gone;
  for (const RevisionHeader& header : headers)
    for (const auto* names : {&header.down_revisions, &header.depends_on})
      for (const std::string& name : *names)
        if (known.insert(name).second) gone.push_back(name);
  return gone;
}

}  // namespace luamigrate::revisions
