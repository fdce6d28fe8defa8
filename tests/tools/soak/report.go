package soak

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// The bounds of the demo.
const (
	// mostMemory is how much Tempo may take, in bytes, and mostRushed while the day is
	// played, with a hundred times the demo's traffic.
	mostMemory, mostRushed = 500e6, 1e9
	// mostFiles is a file a second for the 30 seconds of a block, and for the ten
	// that Tempo waits at most until it completes the block.
	mostFiles = 30 + 10 + 5
	// mostBlocks is about four of each hour that is kept: blocks of an hour are
	// united as long as there are two that were united equally often.
	mostBlocks = 60
)

// Report is what a day has made of the servers.
type Report struct {
	Size
	Requests        int
	Sent, Refused   int // blocks of requests
	Played, Settled time.Duration
	Rushed          float64 // Tempo's most memory while the day was played, in bytes
	Tempo, Loki     Peak    // memory, in bytes
	Files           Peak    // of Tempo's blocks that are not complete
	Blocks          Peak    // that Tempo has stored
	Lists           []List
	FirstIsThere    bool // the day's first request
	RecentIsThere   bool // one that is not old yet
}

// Check says which bounds are exceeded.
func (r *Report) Check() error {
	var faults []error
	fault := func(bad bool, format string, args ...any) {
		if bad {
			faults = append(faults, fmt.Errorf(format, args...))
		}
	}
	fault(100*r.Refused > r.Sent, "%d of %d blocks were refused", r.Refused, r.Sent)
	fault(r.Tempo.Most >= mostMemory, "Tempo took %.0f MB of memory, want less than %.0f", r.Tempo.Most/1e6, mostMemory/1e6)
	fault(r.Rushed >= mostRushed, "Tempo took %.0f MB of memory while the day was played, want less than %.0f", r.Rushed/1e6, mostRushed/1e6)
	fault(r.Files.Most > mostFiles, "Tempo had %.0f files to open for a search, want %d at most", r.Files.Most, mostFiles)
	fault(r.Blocks.Most > mostBlocks, "Tempo had %.0f blocks, want %d at most", r.Blocks.Most, mostBlocks)
	fault(r.FirstIsThere, "the first request of the day is still there")
	fault(!r.RecentIsThere, "a request that should still be there is not")
	found := 0
	if n := len(r.Lists); n > 0 {
		found = r.Lists[n-1].Found
	}
	fault(found != r.List, "the last list has %d requests, want %d", found, r.List)
	return errors.Join(faults...)
}

// Write writes the report as a table.
func (r *Report) Write(out io.Writer) error {
	median := func(of func(List) float64) float64 {
		values := make([]float64, len(r.Lists))
		for i, l := range r.Lists {
			values[i] = of(l)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	list := median(func(l List) float64 { return l.Took.Seconds() })
	search := median(func(l List) float64 { return l.Search.Seconds() })
	w := tabwriter.NewWriter(out, 2, 0, 2, ' ', 0)
	fmt.Fprintf(w, "requests of a day\t%d, played in %s; compacted %s later\n", r.Requests, r.Played.Round(time.Second), r.Settled.Round(time.Second))
	fmt.Fprintf(w, "Tempo's memory\t%.0f MB, %.0f MB at most; %.0f MB while the day was played\n", r.Tempo.Now/1e6, r.Tempo.Most/1e6, r.Rushed/1e6)
	fmt.Fprintf(w, "Loki's memory\t%.0f MB, %.0f MB at most\n", r.Loki.Now/1e6, r.Loki.Most/1e6)
	fmt.Fprintf(w, "files of Tempo's open blocks\t%.0f, %.0f at most\n", r.Files.Now, r.Files.Most)
	fmt.Fprintf(w, "Tempo's blocks\t%.0f, %.0f at most\n", r.Blocks.Now, r.Blocks.Most)
	fmt.Fprintf(w, "a list of %d failed requests\t%.2f s, %.1f times the bare search; %.0f requests to Tempo\n", r.List, list, list/search,
		median(func(l List) float64 { return float64(l.Requests) }))
	return w.Flush()
}
