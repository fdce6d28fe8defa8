package loki

import (
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	// mostSpells bounds into how many spells of time a call is divided: between
	// two spells is time in which Loki need not look, and each costs requests.
	mostSpells = 8
	// A look at the lines' text is divided further, until about fewIDs are wanted
	// at a time: what it costs grows with them as it does with the lines.
	fewIDs         = 24
	mostDivisions  = 8
	shortestDivide = time.Minute
)

// part is a stretch of time and what is wanted in it.
type part struct {
	in     journey.TimeRange
	wanted []journey.FoundTrace
}

// partsOf divides what is wanted into parts, the newest first, none longer than
// the longest slice.
func partsOf(wanted []journey.FoundTrace, longest time.Duration) []part {
	wanted = slices.DeleteFunc(slices.Clone(wanted), func(s journey.FoundTrace) bool {
		return s.TraceID.IsZero() // no digit of it is significant: it would match every line
	})
	var parts []part
	for _, spell := range spellsOf(wanted) {
		length := spell.To.Sub(spell.From)
		parts = append(parts, part{spell, wanted}.cut(int((length+longest-1)/longest))...)
	}
	slices.SortFunc(parts, func(a, b part) int { return b.in.To.Compare(a.in.To) })
	return parts
}

// divided is the part in stretches of few IDs.
func (p part) divided() []part {
	n := min(len(p.wanted)/fewIDs, mostDivisions, int(p.in.To.Sub(p.in.From)/shortestDivide))
	return p.cut(n)
}

// cut makes n parts of one, each with what is wanted in it alone.
func (p part) cut(n int) (parts []part) {
	n = max(1, n)
	each := p.in.To.Sub(p.in.From) / time.Duration(n)
	for i := range n {
		in := journey.TimeRange{From: p.in.From.Add(time.Duration(i) * each), To: p.in.From.Add(time.Duration(i+1) * each)}
		if i == n-1 {
			in.To = p.in.To
		}
		if wanted := wantedIn(p.wanted, in); len(wanted) > 0 {
			parts = append(parts, part{in, wanted})
		}
	}
	return parts
}

// wantedIn keeps what is wanted within a range.
func wantedIn(wanted []journey.FoundTrace, in journey.TimeRange) (kept []journey.FoundTrace) {
	for _, s := range wanted {
		if s.Range.From.Before(in.To) && in.From.Before(s.Range.To) {
			kept = append(kept, s)
		}
	}
	return kept
}

// rangeOf is the time around all that is wanted.
func rangeOf(wanted []journey.FoundTrace) (in journey.TimeRange) {
	for _, s := range wanted {
		in = in.Union(s.Range)
	}
	return in
}

// ids are those that are wanted, each once.
func (p part) ids() (ids []journey.TraceID) {
	known := make(map[journey.TraceID]bool, len(p.wanted))
	for _, s := range p.wanted {
		if !known[s.TraceID] {
			known[s.TraceID] = true
			ids = append(ids, s.TraceID)
		}
	}
	return ids
}

// spellsOf unites the times that overlap, then the closest of the others until
// there are not too many.
func spellsOf(wanted []journey.FoundTrace) []journey.TimeRange {
	spells := make([]journey.TimeRange, len(wanted))
	for i, s := range wanted {
		spells[i] = s.Range
	}
	slices.SortFunc(spells, func(a, b journey.TimeRange) int { return a.From.Compare(b.From) })
	spells = united(spells, 0)
	if len(spells) <= mostSpells {
		return spells
	}
	gaps := make([]time.Duration, len(spells)-1)
	for i := range gaps {
		gaps[i] = spells[i+1].From.Sub(spells[i].To)
	}
	slices.Sort(gaps)
	return united(spells, gaps[len(spells)-mostSpells-1])
}

// united joins what is at most gap apart; spells are in order of their start.
func united(spells []journey.TimeRange, gap time.Duration) []journey.TimeRange {
	var out []journey.TimeRange
	for _, s := range spells {
		if last := len(out) - 1; last >= 0 && s.From.Sub(out[last].To) <= gap {
			out[last] = out[last].Union(s)
			continue
		}
		out = append(out, s)
	}
	return out
}
