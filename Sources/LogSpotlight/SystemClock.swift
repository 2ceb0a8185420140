import Casefile
import Glibc
import HuntPipeline

/// The machine's clock.
struct SystemClock: Clock {
  func now() -> DateTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return DateTime(ticks: DateTime.unixEpochTicks + Int64(time.tv_sec) * DateTime.ticksPerSecond + Int64(time.tv_nsec) / 100)
  }
}
