package adjust

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

func TestAdjustClocks(t *testing.T) {
	tests := []struct{ name, in, want, told string }{
		{"a clock behind: the middle of what is possible",
			`1 - a server 0 100
			 2 1 a client 0 100
			 3 2 b server -5000 -4960
			 4 3 b internal -4990 -4970
			 5 1 a internal 98 99`,
			`1 - a server 0 100
			 2 1 a client 0 100
			 3 2 b server 30 70
			 4 3 b internal 40 60
			 5 1 a internal 98 99`,
			`clock-skew: The clock of b is 5.03 s behind; 2 spans were moved to fit the others. offset=5.03s`},
		{"a clock ahead, and a server whose runtime ended its span late",
			`1 - a server 0 100
			 2 1 a client 10 30
			 3 2 b server 3010 3032`,
			`1 - a server 0 100
			 3 2 b server 9 31
			 2 1 a client 10 30`,
			`clock-skew: The clock of b is 3 s ahead; 1 span was moved to fit the others. offset=-3.001s`},
		{"what followed the skewed clock's own time follows it still",
			`1 - a server 0 1000
			 2 1 a client 100 200
			 3 2 b server 3110 3190 host.name=node-1
			 4 3 b client 3120 3180 host.name=node-1
			 5 4 c server 3130 3170 host.name=node-1
			 6 1 a internal 1 2`,
			`1 - a server 0 1000
			 6 1 a internal 1 2
			 2 1 a client 100 200
			 3 2 b server 110 190
			 4 3 b client 120 180
			 5 4 c server 130 170`,
			`clock-skew: The clock of node-1 is 3 s ahead; 3 spans were moved to fit the others. offset=-3s`},
		{"two clocks that agree: the third is wrong, whatever it stamped",
			`1 - a server 0 1000
			 2 1 a client 100 200
			 3 2 b server 3110 3150
			 4 3 b client 3120 3140
			 5 4 c server 3130 3135
			 6 1 a internal 1 2
			 7 1 a internal 3 4`,
			`1 - a server 2980 3980
			 6 1 a internal 2981 2982
			 7 1 a internal 2983 2984
			 2 1 a client 3080 3180
			 3 2 b server 3110 3150
			 4 3 b client 3120 3140
			 5 4 c server 3130 3135`,
			`clock-skew: The clock of a is 2.98 s behind; 4 spans were moved to fit the others. offset=2.98s`},
		{"three clocks, and the one between is wrong, with most of the spans",
			`1 - a server 0 200
			 2 1 a client 2 160
			 3 2 b server 3008 3156
			 4 3 b internal 3010 3011
			 5 3 b internal 3012 3013
			 6 3 b client 3100 3135
			 7 6 c server 120 126`,
			`1 - a server 0 200
			 2 1 a client 2 160
			 3 2 b server 7 155
			 4 3 b internal 9 10
			 5 3 b internal 11 12
			 6 3 b client 99 134
			 7 6 c server 120 126`,
			`clock-skew: The clock of b is 3 s ahead; 4 spans were moved to fit the others. offset=-3.001s`},
		{"a server that ends after its client is not skewed: its runtime ended the span late",
			`1 - a client 0 100
			 2 1 b server 40 130`,
			`1 - a client 0 100
			 2 1 b server 40 130`, ""},
		{"a server that begins after its client ended is",
			`1 - a client 0 100
			 2 1 b server 105 125`,
			`1 - a client 0 100
			 2 1 b server 40 60`,
			`clock-skew: The clock of b is 65 ms ahead; 1 span was moved to fit the others. offset=-65ms`},
		{"replicas have clocks of their own, by Envoy's node_id",
			`1 - a server 0 400
			 2 1 a client 0 100
			 3 2 b server 60 80 node_id=sidecar~10.0.0.3~b-3.ns~x
			 4 1 a client 200 300
			 5 4 b server 305 325 node_id=sidecar~10.0.0.4~b-4.ns~x`,
			`1 - a server 0 400
			 2 1 a client 0 100
			 3 2 b server 60 80
			 4 1 a client 200 300
			 5 4 b server 240 260`,
			`clock-skew: The clock of b-4 is 65 ms ahead; 1 span was moved to fit the others. offset=-65ms`},
		{"a clock within tolerance",
			`1 - a client 1 100
			 2 1 b server 0 90`,
			`2 1 b server 0 90
			 1 - a client 1 100`, ""},
		{"a clock ahead; others of the service's pods are right",
			`1 - a server 0 1000
			 2 1 a client 0 100
			 3 2 b server 7010 7090 k8s.pod.name=b-1
			 4 1 a client 200 300
			 5 4 b server 210 290 k8s.pod.name=b-2`,
			`1 - a server 0 1000
			 2 1 a client 0 100
			 3 2 b server 10 90
			 4 1 a client 200 300
			 5 4 b server 210 290`,
			`clock-skew: The clock of b-1 is 7 s ahead; 1 span was moved to fit the others. offset=-7s`},
		{"the entry's clock is the wrong one: nothing else moves",
			`1 - gateway client 9000 9100
			 2 1 a server 10 90
			 3 2 a client 20 80
			 4 3 b server 30 70`,
			`1 - gateway client 0 100
			 2 1 a server 10 90
			 3 2 a client 20 80
			 4 3 b server 30 70`,
			`clock-skew: The clock of gateway is 9 s ahead; 1 span was moved to fit the others. offset=-9s`},
		{"a server that outlives a failed call is not skewed",
			`1 - a client 0 100 error
			 2 1 b server 150 200`,
			`1 - a client 0 100
			 2 1 b server 150 200`, ""},
		{"work after the answer is not skewed",
			`1 - a client 0 100
			 2 1 b server 50 400`,
			`1 - a client 0 100
			 2 1 b server 50 400`, ""},
		{"a consumer may come late, but not before its message",
			`1 - a producer 0 10
			 2 1 a internal 5 6
			 3 1 b consumer 500 600
			 4 1 c consumer -300 -200`,
			`1 - a producer 0 10
			 4 1 c consumer 0 100
			 2 1 a internal 5 6
			 3 1 b consumer 500 600`,
			`clock-skew: The clock of c is 300 ms behind; 1 span was moved to fit the others. offset=300ms`},
		{"spans that contradict each other stay",
			`1 - a server 0 1000
			 2 1 a client 0 100
			 3 2 b server -400 -350
			 4 1 a client 500 600
			 5 4 b server 900 950
			 6 5 a server 800 810`,
			`3 2 b server -400 -350
			 1 - a server 0 1000
			 2 1 a client 0 100
			 4 1 a client 500 600
			 6 5 a server 800 810
			 5 4 b server 900 950`, ""},
		{"a year that is garbage is not a clock that is wrong",
			`1 - a server 0 100
			 2 1 b server -1400000000000 -1399999999990`,
			`2 1 b server -1400000000000 -1399999999990
			 1 - a server 0 100`, ""},
		{"no times at all",
			`1 - a server none none
			 2 1 b server none none`,
			`1 - a server none none
			 2 1 b server none none`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := rows(tt.in)
			got := Spans(in)
			if diff := cmp.Diff(plain(tt.want), table(got.Spans)); diff != "" {
				t.Errorf("spans: %s", diff)
			}
			if diff := cmp.Diff(plain(tt.told), told(got.Adjustments)); diff != "" {
				t.Errorf("adjustments: %s", diff)
			}
			if diff := cmp.Diff(starts(in), startsUndone(got)); diff != "" {
				t.Errorf("without the offsets, spans start otherwise than they were sent: %s", diff)
			}
		})
	}
}

// Events move with their span, and those of the input stay where they are.
func TestAdjustMovesEvents(t *testing.T) {
	in := rows(`1 - a client 0 100
		1a 1 a internal 10 20
		2 1 b server -5000 -4900`)
	in[2].Events = []journey.Event{{Name: "retry", Time: in[2].Start.Add(time.Millisecond)}}
	for _, s := range Spans(in).Spans {
		if len(s.Events) > 0 && s.Events[0].Time.Sub(s.Start) != time.Millisecond {
			t.Errorf("the event is %v after its span's start", s.Events[0].Time.Sub(s.Start))
		}
	}
	if got := in[2].Events[0].Time.Sub(in[2].Start); got != time.Millisecond {
		t.Errorf("the input's event is %v after its span's start", got)
	}
}

func starts(spans []journey.Span) map[journey.SpanID]time.Duration {
	starts := make(map[journey.SpanID]time.Duration)
	for _, s := range spans {
		starts[s.SpanID] = s.Start.Sub(journeytest.Noon)
	}
	return starts
}

// startsUndone takes the offsets away again.
func startsUndone(n Result) map[journey.SpanID]time.Duration {
	undone := make(map[journey.SpanID]time.Duration)
	for _, s := range n.Spans {
		undone[s.SpanID] = s.Start.Sub(journeytest.Noon)
	}
	for _, a := range n.Adjustments {
		for _, id := range a.SpanIDs {
			if a.Step == journey.StepClockSkew {
				undone[id] -= a.Offset
			}
		}
	}
	return undone
}
