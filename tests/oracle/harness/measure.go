package harness

import (
	"runtime"
	"slices"
	"time"
)

// batches and batchTime are how long a figure is measured: its median batch is taken.
const (
	batches   = 31
	batchTime = 20 * time.Millisecond
)

// Measure gives nanoseconds and allocations for one of the each operations that run performs, the median of
// batches.
func Measure(each int, run func()) (nanoseconds, allocations float64) {
	rounds := 1
	for {
		start := time.Now()
		for range rounds {
			run()
		}
		if time.Since(start) >= batchTime {
			break
		}
		rounds *= 2
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	times := make([]float64, batches)
	for i := range times {
		start := time.Now()
		for range rounds {
			run()
		}
		times[i] = float64(time.Since(start).Nanoseconds()) / float64(rounds*each)
	}
	runtime.ReadMemStats(&after)
	slices.Sort(times)
	return times[batches/2], float64(after.Mallocs-before.Mallocs) / float64(batches*rounds*each)
}
