package loki

import (
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	// mostSpells bounds into how many spells of time a call is divided: between
	// two spells is time in which Loki need not look, and each costs requests.
	mostSpells = 12
	// shortestPart keeps parts long enough for a request to be worth it.
	shortestPart = 2 * time.Minute
)

// part is a stretch of time and the IDs that are wanted in it.
type part struct {
	in  journey.TimeRange
	ids []journey.TraceID
}

// partsOf divides what is wanted into parts, the newest first, none longer than
// the longest slice: what Loki does for a line grows with the IDs that it is
// compared with, so each is asked for only about the time it is wanted in.
func partsOf(wanted []journey.Sighting, longest time.Duration) []part {
	wanted = slices.DeleteFunc(slices.Clone(wanted), func(s journey.Sighting) bool {
		return s.TraceID.IsZero() // no digit of it is significant: it would match every line
	})
	var parts []part
	for _, spell := range spellsOf(wanted) {
		for _, in := range cut(spell, longest) {
			if ids := wantedIn(wanted, in); len(ids) > 0 {
				parts = append(parts, part{in, ids})
			}
		}
	}
	slices.SortFunc(parts, func(a, b part) int { return b.in.To.Compare(a.in.To) })
	return parts
}

// spellsOf unites the times that overlap, then the closest of the others until
// there are not too many.
func spellsOf(wanted []journey.Sighting) []journey.TimeRange {
	spells := make([]journey.TimeRange, len(wanted))
	for i, s := range wanted {
		spells[i] = s.Seen
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

// cut divides a spell into equal stretches, none longer than the longest.
func cut(spell journey.TimeRange, longest time.Duration) []journey.TimeRange {
	length := spell.To.Sub(spell.From)
	n := max(1, min(int64(maxQueries), int64(length/shortestPart)), int64((length+longest-1)/longest))
	stretches := make([]journey.TimeRange, n)
	for i := range stretches {
		stretches[i].From = spell.From.Add(time.Duration(i) * (length / time.Duration(n)))
		stretches[i].To = spell.To
		if i > 0 {
			stretches[i-1].To = stretches[i].From
		}
	}
	return stretches
}

func wantedIn(wanted []journey.Sighting, in journey.TimeRange) (ids []journey.TraceID) {
	known := make(map[journey.TraceID]bool)
	for _, s := range wanted {
		if s.Seen.From.Before(in.To) && in.From.Before(s.Seen.To) && !known[s.TraceID] {
			known[s.TraceID] = true
			ids = append(ids, s.TraceID)
		}
	}
	return ids
}
