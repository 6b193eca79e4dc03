#include "databases/overlapping.h"

#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "base/cache_line.h"

namespace luamigrate::databases {
namespace {

// A thread that does one piece of work at a time.
class Worker {
 public:
  Worker() = default;
  ~Worker() {
    if (!thread_.joinable()) return;
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // REQUIRES: it is idle. Where the system gives no thread, the work is done when this returns.
  void begin(std::packaged_task<void()> work) {
    try {
      if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
    } catch (const std::system_error&) {
      return work();
    }
    {
      const std::lock_guard lock(mutex_);
      work_ = std::move(work);
    }
    wake_.notify_all();
  }

  void wait() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return !work_.valid(); });
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, [this] { return stop_ || work_.valid(); });
      if (!work_.valid()) return;
      lock.unlock();
      work_();
      lock.lock();
      work_ = {};
      wake_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::packaged_task<void()> work_;  // valid: there is some
  bool stop_ = false;
  std::thread thread_;
};

class OverlappingConnection final : public Connection {
 public:
  explicit OverlappingConnection(std::unique_ptr<Connection> inner) : inner_(std::move(inner)) {}
  ~OverlappingConnection() override { settle(); }
  OverlappingConnection(const OverlappingConnection&) = delete;
  OverlappingConnection& operator=(const OverlappingConnection&) = delete;

  std::int64_t execute(const Statement& statement) override { return idle().execute(statement); }
  std::unique_ptr<Cursor> query(const Statement& statement) override {
    return std::make_unique<ReadingAhead>(*this, idle().query(statement));
  }
  std::unique_ptr<Cursor> query_small(const Statement& statement) override {
    return std::make_unique<ReadingAhead>(*this, idle().query_small(statement));
  }
  std::unique_ptr<RowWriter> write_rows(const schema::TableName& table,
                                        const std::vector<std::string>& columns) override {
    return idle().write_rows(table, columns);
  }
  std::unique_ptr<RowWriter> update_rows(const schema::TableName& table, const std::vector<std::string>& columns,
                                         const std::vector<std::string>& keys) override {
    return idle().update_rows(table, columns, keys);
  }

  std::unique_ptr<SessionState> telling_apart(const std::vector<schema::Column>& key) override {
    std::unique_ptr<SessionState> inner = idle().telling_apart(key);
    return inner ? std::make_unique<Settled>(*this, std::move(inner)) : nullptr;
  }

  std::shared_future<void> later(std::function<void(Connection&)> work) override {
    settle();
    std::packaged_task<void()> task([this, work = std::move(work)] { work(*inner_); });
    std::shared_future<void> done = task.get_future().share();
    is_at_work_ = true;
    worker_.begin(std::move(task));
    return done;
  }

  void cancel() noexcept override { inner_->cancel(); }  // what the thread does too

  void begin() override { idle().begin(); }
  void commit() override { idle().commit(); }
  void rollback() override { idle().rollback(); }
  bool in_transaction() const override { return idle().in_transaction(); }

  void set_lock_timeout(std::chrono::milliseconds timeout) override { idle().set_lock_timeout(timeout); }
  void set_statement_timeout(std::chrono::milliseconds timeout) override { idle().set_statement_timeout(timeout); }

  bool try_run_lock(std::string_view key) override { return idle().try_run_lock(key); }
  void release_run_lock(std::string_view key) override { idle().release_run_lock(key); }
  LockHolder run_lock_holder(std::string_view key) override { return idle().run_lock_holder(key); }
  void lock_runs_by_table(const schema::TableName& table) override { idle().lock_runs_by_table(table); }
  std::int64_t session_number() override { return idle().session_number(); }
  std::string blockers_of(std::int64_t session) override { return idle().blockers_of(session); }

  // What is said while the thread works is told when it is idle, for the listener knows one thread.
  void on_notice(std::function<void(std::string_view)> listener) override {
    settle();
    listener_ = std::move(listener);
    inner_->on_notice([this](std::string_view text) {
      if (is_at_work_)
        notices_.emplace_back(text);
      else if (listener_)
        listener_(text);
    });
  }

  std::string description() const override { return idle().description(); }

 private:
  // Ends when the thread is idle, for its end uses the connection.
  class Settled final : public SessionState {
   public:
    Settled(const OverlappingConnection& connection, std::unique_ptr<SessionState> inner)
        : connection_(connection), inner_(std::move(inner)) {}
    ~Settled() override { connection_.settle(); }
    Settled(const Settled&) = delete;
    Settled& operator=(const Settled&) = delete;

   private:
    const OverlappingConnection& connection_;
    std::unique_ptr<SessionState> inner_;
  };

  // The rows of a query: one by one as long as they are few, then by portions of which the next is read meanwhile.
  class ReadingAhead final : public Cursor {
   public:
    ReadingAhead(OverlappingConnection& connection, std::unique_ptr<Cursor> inner)
        : connection_(connection), inner_(std::move(inner)), columns_(inner_->columns()) {}
    ~ReadingAhead() override { connection_.settle(); }  // the inner cursor uses the connection as it goes
    ReadingAhead(const ReadingAhead&) = delete;
    ReadingAhead& operator=(const ReadingAhead&) = delete;

    const std::vector<std::string>& columns() const override { return columns_; }

    bool next(std::vector<schema::Value>& values) override {
      if (is_one_of_few()) return inner_->next(values);
      return now_.rows.take(values) || (next_portion() && now_.rows.take(values));
    }
    bool next_view(schema::RowView& row) override {
      if (is_one_of_few()) return inner_->next_view(row);
      return now_.rows.take(row) || (next_portion() && now_.rows.take(row));
    }

   private:
    static constexpr std::size_t few = 100;
    static constexpr std::size_t most_rows = 2000;
    static constexpr std::size_t most_bytes = std::size_t{1024} * 1024;

    struct alignas(base::apart) Portion {
      schema::PackedRows rows;
      std::vector<schema::Value> row;  // its storage
      bool is_last = false;

      void read(Cursor& cursor) {
        rows.clear();
        while (rows.count() < most_rows && rows.bytes() < most_bytes) {
          is_last = !cursor.next(row);
          if (is_last) return;
          rows.add(row);
        }
      }
    };

    bool is_one_of_few() {
      if (handed_out_ == few) return false;
      ++handed_out_;
      connection_.settle();
      return true;
    }

    bool next_portion() {
      if (now_.is_last) return false;
      if (reading_.valid()) {
        std::exchange(reading_, {}).get();
        std::swap(now_, ahead_);
      } else {
        connection_.settle();
        now_.read(*inner_);
      }
      if (!now_.is_last) reading_ = connection_.later([this](Connection&) { ahead_.read(*inner_); });
      return now_.rows.count() > 0;
    }

    OverlappingConnection& connection_;
    std::unique_ptr<Cursor> inner_;
    std::vector<std::string> columns_;
    std::size_t handed_out_ = 0;  // counted as long as they are few
    Portion now_, ahead_;
    alignas(base::apart) std::shared_future<void> reading_;
  };

  // Waits until the thread is idle. What its work threw is for whoever asked for it.
  void settle() const {
    if (!is_at_work_) return;
    worker_.wait();
    is_at_work_ = false;
    for (const std::string& text : std::exchange(notices_, {}))
      if (listener_) listener_(text);
  }

  Connection& idle() const {
    settle();
    return *inner_;
  }

  std::unique_ptr<Connection> inner_;
  std::function<void(std::string_view)> listener_;
  mutable Worker worker_;
  mutable bool is_at_work_ = false;  // or was, and nobody has looked since
  mutable std::vector<std::string> notices_;
};

}  // namespace

std::unique_ptr<Connection> overlapping(std::unique_ptr<Connection> inner) {
  return std::make_unique<OverlappingConnection>(std::move(inner));
}

}  // namespace luamigrate::databases
