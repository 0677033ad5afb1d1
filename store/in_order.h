// Parts of a whole, made by several threads and taken in order by one.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace tallystick {

// Makes the parts 0 to `count` - 1 and takes them in this order, on the calling thread, until `take` returns false.
// `make` runs on `workers` threads, each with a number of its own, and on the calling thread when there is one worker
// alone or none can be started. Of the parts made, no more than three a worker wait to be taken.
template <typename Part>
class InOrder {
 public:
  using Make = std::function<Part(size_t worker, uint64_t part)>;
  using Take = std::function<bool(Part part)>;

  static void Run(uint64_t count, size_t workers, const Make& make, const Take& take) {
    InOrder(count, workers, make, take).RunAll();
  }

 private:
  InOrder(uint64_t count, size_t workers, const Make& make, const Take& take)
      : count_(count), window_(3 * workers), workers_(workers), make_(make), take_(take) {}

  void RunAll() {
    std::vector<std::thread> threads;
    try {
      for (size_t n = 0; workers_ > 1 && n < workers_; ++n) threads.emplace_back([this, n] { Work(n); });
    } catch (const std::system_error&) {
      // No more threads are to be had; those that run do all.
    }
    threads.empty() ? AllHere() : TakeAll();
    for (std::thread& thread : threads) thread.join();
  }

  void AllHere() {
    for (uint64_t at = 0; at < count_; ++at) {
      if (!take_(make_(0, at))) return;
    }
  }

  void Work(size_t worker) {
    std::unique_lock<std::mutex> lock(mutex_);
    while (true) {
      room_.wait(lock, [this] { return stopped_ || next_ >= count_ || next_ < wanted_ + window_; });
      if (stopped_ || next_ >= count_) return;
      const uint64_t at = next_++;
      lock.unlock();
      Part part = make_(worker, at);
      lock.lock();
      made_.emplace(at, std::move(part));
      if (at == wanted_) ready_.notify_one();
    }
  }

  void TakeAll() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (wanted_ < count_ && !stopped_) {
      ready_.wait(lock, [this] { return made_.count(wanted_) > 0; });
      auto part = made_.extract(wanted_++);
      room_.notify_one();
      lock.unlock();
      const bool go_on = take_(std::move(part.mapped()));
      lock.lock();
      stopped_ = !go_on;
    }
    room_.notify_all();
  }

  const uint64_t count_, window_;
  const size_t workers_;
  const Make& make_;
  const Take& take_;
  std::mutex mutex_;
  std::condition_variable room_, ready_;
  uint64_t next_ = 0;    // to be made
  uint64_t wanted_ = 0;  // to be taken
  bool stopped_ = false;
  std::map<uint64_t, Part> made_;
};

}  // namespace tallystick
