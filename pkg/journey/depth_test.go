package journey_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// TestDepth: a list is content with the lines that the search found, and says so;
// all else has every line of its requests looked for.
func TestDepth(t *testing.T) {
	for _, tc := range []struct {
		want  journey.Depth
		lines int
	}{
		{journey.Listed, 1}, {journey.Lined, 2}, {journey.Whole, 2},
	} {
		t.Run(fmt.Sprint(tc.want), func(t *testing.T) {
			_, s := world(t)
			l := &logs{lines: lines(t, "5050 2 1 shop boom\n5060 2 1 shop other")}
			f := journey.Finder{Logs: l, Traces: s, Extract: extract, Slack: time.Second, Limits: journey.DefaultLimits()}
			q := journey.Query{Type: journey.QuerySearch, LogQL: "boom", Range: hour, Limit: 10, Depth: tc.want}
			res := find(t, &f, q)
			if j := res.Journeys[0]; j.Depth != tc.want || len(j.Lines) != tc.lines {
				t.Errorf("got depth %d with %d lines, want %d with %d", j.Depth, len(j.Lines), tc.want, tc.lines)
			}
			if asked := !l.asked.IsZero(); asked != (tc.want > journey.Listed) {
				t.Errorf("lines were asked for: %t", asked)
			}
			told := slices.ContainsFunc(res.Notices, func(n journey.Notice) bool { return strings.Contains(n.Text, "that the search found") })
			if told != (tc.want == journey.Listed) {
				t.Errorf("notices: %v", res.Notices)
			}
		})
	}
}

// TestAListIsNotAnswerEnough: what was listed is fetched again once its lines matter.
func TestAListIsNotAnswerEnough(t *testing.T) {
	f, l, _ := keeping(t, journey.NewKept(plenty), at(int(time.Hour.Milliseconds())))
	list := wholeSearch("boom")
	list.Depth = journey.Listed
	find(t, f, list)
	list.Depth = journey.Lined
	find(t, f, list)
	if l.asked.IsZero() {
		t.Error("the lines were not asked for")
	}
}

// TestAStreamShowsTheListFirst: what is shown on the way is a list; the end is as
// deep as it was asked for.
func TestAStreamShowsTheListFirst(t *testing.T) {
	l := manyRequests(t, 5)
	f := journey.Finder{Logs: l, Traces: &traces{}, Extract: extract, Slack: time.Second, Limits: journey.DefaultLimits()}
	q := journey.Query{Type: journey.QuerySearch, LogQL: "boom", Range: hour, Limit: 5, Depth: journey.Lined}
	shown := 0
	res, err := f.Stream(t.Context(), q, func(res *journey.Result, _ journey.Progress) {
		shown++
		if len(l.fetched) > 0 || res.Journeys[0].Depth != journey.Listed {
			t.Errorf("shown with depth %d after %d looks for lines", res.Journeys[0].Depth, len(l.fetched))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if shown == 0 || res.Journeys[0].Depth != journey.Lined || len(l.fetched) == 0 {
		t.Errorf("shown %d times; the end has depth %d after %d looks for lines", shown, res.Journeys[0].Depth, len(l.fetched))
	}
}

// TestAListDoesNotSpeakForLoki: where lines were not looked for, nobody knows
// whether there are some.
func TestAListDoesNotSpeakForLoki(t *testing.T) {
	for _, tc := range []struct {
		depth journey.Depth
		want  string
	}{{journey.Listed, "were not looked for"}, {journey.Lined, "Neither Tempo nor Loki"}} {
		j := journey.Join(journey.Raw{Trace: journey.Trace{TraceID: traceID(1)}, Depth: tc.depth}, journey.Identity{}, time.Now())
		if len(j.Findings) != 1 || !strings.Contains(j.Findings[0].Message, tc.want) {
			t.Errorf("depth %d: %v, want one that says %q", tc.depth, j.Findings, tc.want)
		}
	}
}
