#include "revisions/directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "luamigrate/error.h"

namespace luamigrate::revisions {
namespace {

namespace fs = std::filesystem;

class Search {
 public:
  explicit Search(bool recursive) : recursive_(recursive) {}

  void folder(const fs::path& path) {
    std::vector<fs::path> files;
    std::vector<fs::path> folders;
    std::error_code failure;
    for (fs::directory_iterator entry(path, failure), end; !failure && entry != end; entry.increment(failure)) {
      const std::string name = entry->path().filename().string();
      if (name.starts_with('.')) continue;
      if (entry->is_directory(failure))
        folders.push_back(entry->path());
      else if (entry->path().extension() == ".lua")
        files.push_back(entry->path());
    }
    if (failure)
      throw Error(ErrorKind::io, fmt::format("the folder {} cannot be read: {}", path.string(), failure.message()));
    std::ranges::sort(files);
    std::ranges::sort(folders);
    for (fs::path& file : files) add(std::move(file));
    if (recursive_)
      for (const fs::path& inner : folders) folder(inner);
  }

  std::vector<fs::path> finish() { return std::move(found_); }

 private:
  void add(fs::path file) {
    if (seen_.insert(file.lexically_normal().string()).second) found_.push_back(std::move(file));
  }

  bool recursive_;
  std::set<std::string> seen_;
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

}  // namespace luamigrate::revisions
