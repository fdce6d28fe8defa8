package find_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

const shopPod = "k8s.pod.name"

// inPod is a trace of one span in the pod shop-1.
func inPod(t *testing.T, id int, span string) journey.Trace {
	tr := journeytest.Trace(t, id, span)
	for i := range tr.Spans {
		tr.Spans[i].Resource = append(tr.Spans[i].Resource, journey.Attribute{Key: shopPod, Value: "shop-1"})
	}
	return tr
}

// neighbours returns a request, and lines of its pod: one with its trace ID, one with
// the ID of another trace, one with a request ID, and two without any.
func neighbours(t *testing.T) (*logs, *traces) {
	lines := journeytest.Lines(t, `
		20 1 1 shop cart opened
		30 2 0 shop another cart opened
		40 0 0 shop level=error request_id=`+requestID+`
		50 0 0 shop level=error msg="GET /cart is slow"
		60 0 0 shop cleaning up
		70 0 0 mail level=error msg="GET /cart"
	`)
	for i := range lines {
		lines[i].Labels = append(lines[i].Labels, journey.Label{Name: "pod", Value: lines[i].Labels.Get("app") + "-1"})
	}
	return &logs{lines: lines}, &traces{all: []journey.Trace{inPod(t, 1, "shop server 0 100 GET http.method=GET url.path=/cart")}}
}

func askNearby(t *testing.T, f *find.Finder, nearby bool) *journey.Result {
	t.Helper()
	res, err := f.Find(t.Context(), journey.Query{Type: journey.QueryJourney, TraceID: journeytest.TraceID(1), Range: hour, Limit: 1, Nearby: nearby})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func finderOf(l *logs, s *traces) *find.Finder {
	return &find.Finder{
		Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits(), Cache: find.NewCache(1 << 20).For("me"),
		Now: func() time.Time { return journeytest.Epoch.Add(time.Hour) },
	}
}

func TestNearbyLines(t *testing.T) {
	l, s := neighbours(t)
	f := finderOf(l, s)
	before := askNearby(t, f, false)
	if l.writers+s.writers > 0 || before.Journeys[0].Nearby != nil {
		t.Error("nearby lines were searched, but nobody asked for them")
	}
	for range 2 { // the second journey comes out of the cache
		res := askNearby(t, f, true)
		j := res.Journeys[0]
		journeytest.WantText(t, dumpBodies(j.Nearby), `
			time level=error msg="GET /cart is slow"
			possible cleaning up
		`)
		counted := *j
		counted.Nearby = nil
		if got, want := journeytest.Dump(&counted), journeytest.Dump(before.Journeys[0]); got != want {
			t.Errorf("with nearby lines the journey is\n%s, without them\n%s", got, want)
		}
		if len(res.Notices) != len(before.Notices) || res.Verdict != before.Verdict {
			t.Errorf("notices %v, verdict %s", res.Notices, res.Verdict)
		}
	}
	if l.writers != 2 || s.writers != 2 {
		t.Errorf("asked Loki %d times and Tempo %d times for 2 queries", l.writers, s.writers)
	}
	if askNearby(t, f, false).Journeys[0].Nearby != nil {
		t.Error("the cache holds nearby lines")
	}
}

func dumpBodies(lines []*journey.PlacedLine) (text string) {
	for _, l := range lines {
		text += string(l.Placement) + " " + l.Body + "\n"
	}
	return text
}

func TestNotNearby(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*find.Finder, *logs, *traces)
		lines  string
		notice string
	}{
		"another request in the pod": {
			change: func(_ *find.Finder, _ *logs, s *traces) {
				s.all = append(s.all, inPod(t, 2, "shop server 40 60 GET http.method=GET url.path=/cart"))
			},
			lines: `
				possible level=error msg="GET /cart is slow"
				possible cleaning up
			`,
		},
		"another request in another pod": {
			change: func(_ *find.Finder, _ *logs, s *traces) {
				s.all = append(s.all, journeytest.Trace(t, 2, "shop server 40 60 GET k8s.pod.name=shop-2"))
			},
			lines: `
				time level=error msg="GET /cart is slow"
				possible cleaning up
			`,
		},
		"spans may still be arriving": {
			change: func(f *find.Finder, _ *logs, _ *traces) {
				f.Now = func() time.Time { return journeytest.Epoch.Add(30 * time.Second) }
			},
			lines: `
				possible level=error msg="GET /cart is slow"
				possible cleaning up
			`,
			notice: "Spans of other requests may still be arriving, so nearby lines are only possible. Ask again in a minute.",
		},
		"Tempo does not know all requests": {
			change: func(f *find.Finder, _ *logs, s *traces) {
				f.Limits.Journeys = 6
				for id := 2; id <= f.Limits.Journeys; id++ {
					s.all = append(s.all, inPod(t, id, "shop server 90000 90001 GET"))
				}
			},
			lines: `
				possible level=error msg="GET /cart is slow"
				possible cleaning up
			`,
			notice: "More than 6 requests were in the same pods, so nearby lines are only possible.",
		},
		"more lines than are shown": {
			change: func(f *find.Finder, _ *logs, _ *traces) { f.Limits.Nearby = 1 },
			lines:  `time level=error msg="GET /cart is slow"`,
			notice: "There are 2 nearby lines, and the 1 likeliest are shown. Raise limits.nearby in the data source's settings to see others.",
		},
		"more lines than are read": {
			change: func(f *find.Finder, l *logs, _ *traces) {
				f.Limits.Lines = 4
				slices.Reverse(l.lines)
			},
			lines: `
				possible level=error msg="GET /cart is slow"
				possible cleaning up
			`,
			notice: "The pods wrote more than 4 lines at that time, so the oldest nearby lines are missing.",
		},
		"Loki fails": {
			change: func(f *find.Finder, l *logs, _ *traces) { f.Logs = failing{l} },
			notice: "The search for nearby lines failed: Loki does not answer.",
		},
		"Tempo fails": {
			change: func(f *find.Finder, _ *logs, s *traces) { f.Traces = failingTraces{s} },
			lines: `
				possible level=error msg="GET /cart is slow"
				possible cleaning up
			`,
			notice: "The search for other requests in the same pods failed, so nearby lines are only possible. Tempo's answer: Tempo does not answer.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			l, s := neighbours(t)
			f := finderOf(l, s)
			tc.change(f, l, s)
			res := askNearby(t, f, true)
			journeytest.WantText(t, dumpBodies(res.Journeys[0].Nearby), tc.lines)
			var notices []string
			for _, n := range res.Notices {
				notices = append(notices, n.Text)
			}
			if tc.notice != "" && (len(notices) == 0 || notices[len(notices)-1] != tc.notice) {
				t.Errorf("notices are %q", notices)
			}
		})
	}
}

// failing is a log source that does not answer for writers.
type failing struct{ *logs }

func (failing) LinesBy(context.Context, journey.Writers, journey.TimeRange, int) (journey.LogResult, error) {
	return journey.LogResult{}, down("Loki")
}

// failingTraces is a trace source that does not answer for writers.
type failingTraces struct{ *traces }

func (failingTraces) SpansBy(context.Context, journey.Writers, journey.TimeRange, int) (journey.SpansResult, error) {
	return journey.SpansResult{}, down("Tempo")
}
