// The two workloads of kernelWorkloads.ts in ns-3's event kernel, with its fastest scheduler here (PriorityQueue).
//
//   ns3 hold N | ns3 storm N
//
// Prints one JSON object: events measured, CPU nanoseconds per event, and the peak resident set in kB.
// Random numbers come from a small generator of our own (splitmix64), cheaper than ns-3's, so that what is compared is
// the kernel: scheduling, cancelling and running events. Compile: see ns3.ts.

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <sys/resource.h>
#include <vector>

#include "ns3/core-module.h"

using namespace ns3;

namespace {

uint64_t g_state = 0x9e3779b97f4a7c15ULL;

uint64_t Bits() {
    uint64_t z = (g_state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

double Uniform() { return static_cast<double>(Bits() >> 11) * 0x1.0p-53; }

/** Whole microseconds, exponential with this mean. */
Time Exponential(double mean) {
    return MicroSeconds(static_cast<uint64_t>(std::floor(-std::log(1 - Uniform()) * mean + 0.5)));
}

uint64_t g_events = 0;
uint64_t g_warmUp = 0;
uint64_t g_measured = 0;
double g_cpuAtStart = 0;

double CpuSeconds() {
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + 1e-6 * (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/** Counts the running event; starts the clock after the warm-up, and prints and ends at the end. */
void Count() {
    g_events++;
    if (g_events == g_warmUp) {
        g_cpuAtStart = CpuSeconds();
    } else if (g_events == g_warmUp + g_measured) {
        const double cpu = CpuSeconds() - g_cpuAtStart;
        rusage usage;
        getrusage(RUSAGE_SELF, &usage);
        std::printf("{\"events\":%llu,\"nsPerEvent\":%.3f,\"maxRssKb\":%ld}\n",
                    static_cast<unsigned long long>(g_measured), 1e9 * cpu / g_measured, usage.ru_maxrss);
        std::fflush(stdout);
        std::_Exit(0);
    }
}

// hold: N pending events, each of which schedules one more after an exponential delay with a mean of 1 s.

void HoldAgain(int32_t a, int32_t b) {
    Count();
    Simulator::Schedule(Exponential(1e6), &HoldAgain, a, b + 1);
}

void Hold(int pending) {
    g_warmUp = std::max(4 * pending, 1000000);
    g_measured = 2000000;
    for (int i = 0; i < pending; i++) Simulator::Schedule(Exponential(1e6), &HoldAgain, i, 0);
}

// storm: see kernelWorkloads.ts. A request over 1 ms of network, a statement of 2 ms (exponential) at a database that does
// eight at a time, a reply, which cancels the time-out and arms the next refresh.

constexpr int DATABASE_SERVERS = 8;
std::vector<EventId> g_timeouts;
std::deque<int32_t> g_waiting;
int g_busy = 0;

void RefreshDue(int32_t phone);
void RequestArrives(int32_t phone);
void StatementEnds(int32_t phone);
void ReplyArrives(int32_t phone);
void TimeoutEnds(int32_t phone);

void Serve(int32_t phone) {
    g_busy++;
    Simulator::Schedule(Exponential(2000), &StatementEnds, phone);
}

void RefreshDue(int32_t phone) {
    Count();
    g_timeouts[phone] = Simulator::Schedule(Seconds(32), &TimeoutEnds, phone);
    Simulator::Schedule(MicroSeconds(1000), &RequestArrives, phone);
}

void RequestArrives(int32_t phone) {
    Count();
    if (g_busy < DATABASE_SERVERS) Serve(phone);
    else g_waiting.push_back(phone);
}

void StatementEnds(int32_t phone) {
    Count();
    g_busy--;
    if (!g_waiting.empty()) {
        const int32_t next = g_waiting.front();
        g_waiting.pop_front();
        Serve(next);
    }
    Simulator::Schedule(MicroSeconds(1000), &ReplyArrives, phone);
}

void ReplyArrives(int32_t phone) {
    Count();
    Simulator::Cancel(g_timeouts[phone]); // Marks it; Remove would search the whole queue.
    Simulator::Schedule(Seconds(300), &RefreshDue, phone);
}

void TimeoutEnds(int32_t phone) {
    Count();
    Simulator::ScheduleNow(&RefreshDue, phone);
}

void Storm(int phones) {
    g_warmUp = 1000000;
    g_measured = 4000000;
    g_timeouts.resize(phones);
    for (int32_t phone = 0; phone < phones; phone++)
        Simulator::Schedule(MicroSeconds(static_cast<uint64_t>(Uniform() * 300e6)), &RefreshDue, phone);
}

} // namespace

int main(int argc, char** argv) {
    const int size = argc == 3 ? std::atoi(argv[2]) : 0;
    if (size < 1) {
        std::fprintf(stderr, "usage: ns3 hold|storm N\n");
        return 2;
    }
    ObjectFactory factory;
    factory.SetTypeId("ns3::PriorityQueueScheduler");
    Simulator::SetScheduler(factory);
    if (std::strcmp(argv[1], "hold") == 0) Hold(size);
    else Storm(size);
    Simulator::Run();
    return 3; // Count ends the run.
}
