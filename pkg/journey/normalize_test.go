package journey

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Spans are written one a row: `id parent service kind start end [extra…]`, IDs
// in hex with "-" for none, times in ms, service "-" for none. Extras are
// `error`, and resource attributes as `key=value`. What comes out is written
// alike; made-up IDs are "+", and rows are in order.
func TestNormalize(t *testing.T) {
	tests := []struct{ name, in, want, told string }{
		{"nothing to do, but to sort",
			`2 1 b server 10 20
			 1 - a server 0 30`,
			`1 - a server 0 30
			 2 1 b server 10 20`,
			``},
		{"no span ID",
			`- - a server 0 30
			 - - b internal 5 6`,
			`+ - a server 0 30
			 + - b internal 5 6`,
			`no-span-id: 2 spans have no ID and got a made-up one.
			 several-roots: 2 spans start the request, not one.`},
		{"sent twice",
			`1 - a server 0 30
			 2 1 a client 10 20
			 1 - a server 0 30`,
			`1 - a server 0 30
			 2 1 a client 10 20`,
			`duplicate-spans: 1 span was sent more than once and counts once.`},
		{"nearly the same: both stay",
			`1 - a internal 0 30
			 1 - a internal 0 31`,
			`1 - a internal 0 30
			 + - a internal 0 31`,
			`shared-span-ids: 1 span shares its ID with another, as both ends of a call do in Zipkin, and got one of its own.
			 several-roots: 2 spans start the request, not one.`},
		{"both ends of a call share an ID",
			`1 - a server 0 100
			 2 1 a client 10 90
			 2 1 b server 20 80
			 3 2 b client 30 40`,
			`1 - a server 0 100
			 2 1 a client 10 90
			 + 2 b server 20 80
			 3 + b client 30 40`,
			`shared-span-ids: 1 span shares its ID with another, as both ends of a call do in Zipkin, and got one of its own.`},
		{"the client's own child stays with the client",
			`2 - a client 10 90
			 2 - b server 20 80
			 3 2 a internal 11 12
			 4 2 c server 30 40`,
			`2 - a client 10 90
			 3 2 a internal 11 12
			 + 2 b server 20 80
			 4 + c server 30 40`,
			`shared-span-ids: 1 span shares its ID with another, as both ends of a call do in Zipkin, and got one of its own.`},
		{"missing parent: an orphan keeps the ID of what is missing",
			`1 - a server 0 100
			 3 2 c server 10 20`,
			`1 - a server 0 100
			 3 2! c server 10 20`,
			`missing-parents: 1 span names a parent that was not received.`},
		{"own parent",
			`1 1 a server 0 100`,
			`1 - a server 0 100`,
			`parent-cycles: 1 span was its own ancestor and counts as the start of the request.`},
		{"ring with a tail: cut at the earliest",
			`1 2 a server 5 100
			 2 3 a internal 3 50
			 3 1 a internal 4 40
			 4 3 a internal 1 2`,
			`4 3 a internal 1 2
			 2 - a internal 3 50
			 3 1 a internal 4 40
			 1 2 a server 5 100`,
			`parent-cycles: 1 span was its own ancestor and counts as the start of the request.`},
		{"services from attributes, or within a process",
			`1 - - server 0 100 k8s.deployment.name=shop
			 2 1 - internal 10 20
			 3 2 - server 12 18
			 4 1 unknown_service:java client 30 40`,
			`1 - shop server 0 100
			 2 1 shop internal 10 20
			 3 2 - server 12 18
			 4 1 shop client 30 40`,
			`no-service: 3 spans do not name their services, which were taken from other attributes or the parent.`},
		{"never ended: as long as its children on the same clock",
			`1 - a server 0 0
			 2 1 a internal 10 -5
			 3 2 a client 20 50
			 4 3 b server 25 45
			 5 1 a consumer 60 90`,
			`1 - a server 0 50
			 2 1 a internal 10 50
			 3 2 a client 20 50
			 4 3 b server 25 45
			 5 1 a consumer 60 90`,
			`open-ended: 2 spans have no proper start or end; neighbours' times stand in.`},
		{"no start",
			`1 - a server 0 100
			 2 1 a internal none 40
			 3 2 a internal none none`,
			`1 - a server 0 100
			 2 1 a internal 0 40
			 3 2 a internal 0 0`,
			`open-ended: 2 spans have no proper start or end; neighbours' times stand in.`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := normalize(rows(tt.in))
			if diff := cmp.Diff(plain(tt.want), table(got.spans)); diff != "" {
				t.Errorf("spans: %s", diff)
			}
			if diff := cmp.Diff(plain(tt.told), told(got.adjustments)); diff != "" {
				t.Errorf("adjustments: %s", diff)
			}
		})
	}
}

func TestNormalizeClocks(t *testing.T) {
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
			`clock-skew: The clock of b is 5.03s behind; 2 spans were moved to fit the others. services=b pods= offset=5.03s`},
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
			`clock-skew: The clock of node-1 is 3s ahead; 3 spans were moved to fit the others. services=b,c pods= offset=-3s`},
		{"two clocks that agree move together",
			`1 - a server 0 1000
			 2 1 a client 100 200
			 3 2 b server 3110 3150
			 4 3 b client 3120 3140
			 5 4 c server 3130 3135
			 6 1 a internal 1 2
			 7 1 a internal 3 4`,
			`1 - a server 0 1000
			 6 1 a internal 1 2
			 7 1 a internal 3 4
			 2 1 a client 100 200
			 3 2 b server 130 170
			 4 3 b client 140 160
			 5 4 c server 150 155`,
			`clock-skew: The clock of b is 2.98s ahead; 2 spans were moved to fit the others. services=b pods= offset=-2.98s
			 clock-skew: The clock of c is 2.98s ahead; 1 span was moved to fit the others. services=c pods= offset=-2.98s`},
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
			`clock-skew: The clock of b-1 is 7s ahead; 1 span was moved to fit the others. services= pods=b-1 offset=-7s`},
		{"the entry's clock is the wrong one: nothing else moves",
			`1 - gateway client 9000 9100
			 2 1 a server 10 90
			 3 2 a client 20 80
			 4 3 b server 30 70`,
			`1 - gateway client 0 100
			 2 1 a server 10 90
			 3 2 a client 20 80
			 4 3 b server 30 70`,
			`clock-skew: The clock of gateway is 9s ahead; 1 span was moved to fit the others. services=gateway pods= offset=-9s`},
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
			`clock-skew: The clock of c is 300ms behind; 1 span was moved to fit the others. services=c pods= offset=300ms`},
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
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := rows(tt.in)
			got := normalize(in)
			if diff := cmp.Diff(plain(tt.want), table(got.spans)); diff != "" {
				t.Errorf("spans: %s", diff)
			}
			if diff := cmp.Diff(plain(tt.told), told(got.adjustments)); diff != "" {
				t.Errorf("adjustments: %s", diff)
			}
			if diff := cmp.Diff(starts(in), startsUndone(got)); diff != "" {
				t.Errorf("without the offsets, spans start otherwise than they were sent: %s", diff)
			}
		})
	}
}

// Events move with their span, and those of the input stay where they are.
func TestNormalizeMovesEvents(t *testing.T) {
	in := rows(`1 - a client 0 100
		1a 1 a internal 10 20
		2 1 b server -5000 -4900`)
	in[2].Events = []Event{{Name: "retry", Time: in[2].Start.Add(time.Millisecond)}}
	for _, s := range normalize(in).spans {
		if len(s.Events) > 0 && s.Events[0].Time.Sub(s.Start) != time.Millisecond {
			t.Errorf("the event is %v after its span's start", s.Events[0].Time.Sub(s.Start))
		}
	}
	if got := in[2].Events[0].Time.Sub(in[2].Start); got != time.Millisecond {
		t.Errorf("the input's event is %v after its span's start", got)
	}
}

func TestClockStamps(t *testing.T) {
	clock := Clock{Services: []string{"details"}, Pods: []string{"details-1", "reviews-1"}}
	tests := []struct {
		service, pod string
		want         bool
	}{
		{"details", "", true},
		{"details", "details-1", true},
		{"details", "details-2", false},
		{"reviews", "reviews-1", true},
		{"reviews", "", false},
		{"ratings", "", false},
	}
	for _, tt := range tests {
		if got := clock.Stamps(tt.service, tt.pod); got != tt.want {
			t.Errorf("Stamps(%q, %q) = %t", tt.service, tt.pod, got)
		}
	}
}

// rows reads spans.
func rows(text string) []Span {
	var spans []Span
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		s := Span{
			SpanID: hexID(words[0]), ParentID: hexID(words[1]), ServiceName: strings.Trim(words[2], "-"),
			Name: "op", Kind: SpanKind(words[3]), Status: StatusUnset, Start: moment(words[4]),
		}
		s.Duration = moment(words[5]).Sub(s.Start)
		for _, extra := range words[6:] {
			if key, value, pair := strings.Cut(extra, "="); pair {
				s.Resource = append(s.Resource, Attribute{key, value})
			} else {
				s.Status = SpanStatus(extra)
			}
		}
		spans = append(spans, s)
	}
	return spans
}

func hexID(s string) SpanID {
	if s == "-" {
		return SpanID{}
	}
	id, err := ParseSpanID(s)
	if err != nil {
		panic(err)
	}
	return id
}

func moment(s string) time.Time {
	if s == "none" {
		return time.Unix(0, 0).UTC()
	}
	ms, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return noon.Add(time.Duration(ms) * time.Millisecond)
}

// table writes spans as rows.
func table(spans []*Span) string {
	var b strings.Builder
	for _, s := range spans {
		parent := shortID(s.ParentID)
		if s.Parent == nil && parent != "-" {
			parent += "!"
		}
		service := s.ServiceName
		if service == "" {
			service = "-"
		}
		fmt.Fprintln(&b, shortID(s.SpanID), parent, service, s.Kind, s.Start.Sub(noon).Milliseconds(), s.End().Sub(noon).Milliseconds())
	}
	return b.String()
}

func shortID(id SpanID) string {
	switch text := strings.TrimLeft(id.String(), "0"); {
	case text == "":
		return "-"
	case len(text) > 4:
		return "+"
	default:
		return text
	}
}

func told(adjustments []Adjustment) string {
	var b strings.Builder
	for _, a := range adjustments {
		fmt.Fprintf(&b, "%s: %s", a.Step, a.Message)
		if a.Step == StepClockSkew {
			fmt.Fprintf(&b, " services=%s pods=%s offset=%v", strings.Join(a.Clock.Services, ","), strings.Join(a.Clock.Pods, ","), a.Offset)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// plain takes the indentation out of a table's text.
func plain(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		fmt.Fprintln(&b, strings.TrimSpace(line))
	}
	return b.String()
}

func starts(spans []Span) map[SpanID]time.Duration {
	starts := make(map[SpanID]time.Duration)
	for _, s := range spans {
		starts[s.SpanID] = s.Start.Sub(noon)
	}
	return starts
}

// startsUndone takes the offsets away again.
func startsUndone(n normalized) map[SpanID]time.Duration {
	undone := make(map[SpanID]time.Duration)
	for _, s := range n.spans {
		undone[s.SpanID] = s.Start.Sub(noon)
	}
	for _, a := range n.adjustments {
		for _, id := range a.SpanIDs {
			if a.Step == StepClockSkew {
				undone[id] -= a.Offset
			}
		}
	}
	return undone
}
