package journeytest

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

var Noon = time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC)

// Seven bytes make a span; IDs, services and hosts are few, so that they clash.
const SpanBytes = 7

func FuzzedSpans(data []byte) []journey.Span {
	kinds := []journey.SpanKind{journey.KindUnspecified, journey.KindInternal, journey.KindServer, journey.KindClient, journey.KindProducer, journey.KindConsumer}
	services := []string{"", "a", "b", "c", "unknown_service"}
	var spans []journey.Span
	for ; len(data) >= SpanBytes; data = data[SpanBytes:] {
		s := journey.Span{
			SpanID: journey.SpanID{7: data[0] % 16}, ParentID: journey.SpanID{7: data[1] % 16},
			ServiceName: services[int(data[2])%len(services)], Kind: kinds[int(data[3])%len(kinds)],
			Name: string('a' + rune(data[6]>>6)), Status: journey.StatusUnset,
			Start:    Noon.Add(time.Duration(int8(data[4])) * time.Millisecond),
			Duration: time.Duration(int8(data[5])) * time.Millisecond,
		}
		shape(&s, data[6])
		spans = append(spans, s)
	}
	return spans
}

// shape adds what is rare.
func shape(s *journey.Span, flags byte) {
	if flags&1 != 0 {
		s.Status = journey.StatusError
	}
	if flags&6 == 6 {
		s.Start = time.Unix(0, 0)
	}
	if flags&8 != 0 {
		s.Resource = journey.Attributes{{Key: "host.name", Value: "node-" + string('0'+rune(flags>>4&3))}}
	}
	if flags&48 == 48 {
		s.Events = []journey.Event{{Name: "event", Time: s.Start.Add(time.Millisecond)}}
	}
}

func RandomBytes(seed uint64, n int) []byte {
	random := rand.New(rand.NewPCG(seed, 1))
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(random.Uint32())
	}
	return data
}

// ManySpans is a trace of n spans in 50 services on as many clocks, some of
// them off; two spans each share an ID.
func ManySpans(n int) []journey.Span {
	random := rand.New(rand.NewPCG(1, 1))
	spans := make([]journey.Span, n)
	for i := range spans {
		service := i % 50
		spans[i] = journey.Span{
			SpanID: journey.SpanID{4: byte(i >> 24), byte(i >> 16), byte(i >> 8), byte(i) | 1}, ServiceName: fmt.Sprintf("service-%d", service),
			Kind: []journey.SpanKind{journey.KindServer, journey.KindClient}[i%2], Name: "op", Duration: time.Second,
			Start: Noon.Add(time.Duration(service%7/6)*time.Hour + time.Duration(i)*time.Microsecond),
		}
		if i > 0 {
			spans[i].ParentID = spans[random.IntN(i)].SpanID
		}
	}
	return spans
}

// FuzzedRaw has a line for every span byte: of several services, at several
// times, some naming a span.
func FuzzedRaw(data []byte, body string) journey.Raw {
	data, body = data[:min(len(data), 100*SpanBytes)], body[:min(len(body), 1000)]
	services := []string{"a", "b", "c", "ghost", ""}
	raw := journey.Raw{Trace: journey.Trace{Spans: FuzzedSpans(data)}}
	for i, b := range append(data, 0) {
		raw.Lines = append(raw.Lines, journey.Line{
			Time: Noon.Add(time.Duration(int8(b)) * 50 * time.Millisecond), Body: fmt.Sprint(body, i),
			Labels: journey.Labels{{Name: "app", Value: services[i%len(services)]}},
		})
		raw.Contexts = append(raw.Contexts, journey.TraceContext{SpanID: journey.SpanID{7: b % 32}})
	}
	return raw
}

// ManyRaw is a trace in 50 services with access lines, half of which name no span.
func ManyRaw(spans, lines int) journey.Raw {
	raw := journey.Raw{Trace: journey.Trace{Spans: ManySpans(spans)}}
	for i := range lines {
		s := &raw.Trace.Spans[i*spans/lines]
		raw.Lines = append(raw.Lines, journey.Line{Time: s.End(), Labels: journey.Labels{{Name: "app", Value: s.ServiceName}}, Body: accessLineOf(s)})
		var tc journey.TraceContext
		if i%2 == 0 {
			tc.SpanID = s.SpanID
		}
		raw.Contexts = append(raw.Contexts, tc)
	}
	return raw
}

func accessLineOf(s *journey.Span) string {
	cluster := "inbound|1||"
	if s.Kind == journey.KindClient {
		cluster = "outbound|1||b.x.svc"
	}
	return fmt.Sprintf(`[%s] "GET /a HTTP/1.1" 200 - via_upstream - "-" 0 1 %d 4 "-" "-" "-" "b:1" "-" %s 1 2 3 - default`,
		s.Start.UTC().Format("2006-01-02T15:04:05.000Z"), s.Duration.Milliseconds(), cluster)
}

// ManyRaws are what a large search finds: 200 traces of 20 spans and 10 lines.
func ManyRaws() (raws []journey.Raw) {
	for i := range 200 {
		raw := ManyRaw(20, 10)
		binary.BigEndian.PutUint64(raw.Trace.TraceID[8:], uint64(i+1))
		raws = append(raws, raw)
	}
	return raws
}
