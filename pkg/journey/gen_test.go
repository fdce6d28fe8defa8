package journey

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"time"
)

var noon = time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC)

// Seven bytes make a span; IDs, services and hosts are few, so that they clash.
const spanBytes = 7

func fuzzedSpans(data []byte) []Span {
	kinds := []SpanKind{KindUnspecified, KindInternal, KindServer, KindClient, KindProducer, KindConsumer}
	services := []string{"", "a", "b", "c", "unknown_service"}
	var spans []Span
	for ; len(data) >= spanBytes; data = data[spanBytes:] {
		s := Span{
			SpanID: SpanID{7: data[0] % 16}, ParentID: SpanID{7: data[1] % 16},
			ServiceName: services[int(data[2])%len(services)], Kind: kinds[int(data[3])%len(kinds)],
			Name: string('a' + rune(data[6]>>6)), Status: StatusUnset,
			Start:    noon.Add(time.Duration(int8(data[4])) * time.Millisecond),
			Duration: time.Duration(int8(data[5])) * time.Millisecond,
		}
		shape(&s, data[6])
		spans = append(spans, s)
	}
	return spans
}

// shape adds what is rare.
func shape(s *Span, flags byte) {
	if flags&1 != 0 {
		s.Status = StatusError
	}
	if flags&6 == 6 {
		s.Start = time.Unix(0, 0)
	}
	if flags&8 != 0 {
		s.Resource = Attributes{{Key: "host.name", Value: "node-" + string('0'+rune(flags>>4&3))}}
	}
	if flags&48 == 48 {
		s.Events = []Event{{Name: "event", Time: s.Start.Add(time.Millisecond)}}
	}
}

func randomBytes(seed uint64, n int) []byte {
	random := rand.New(rand.NewPCG(seed, 1))
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(random.Uint32())
	}
	return data
}

// manySpans is a trace of n spans in 50 services on as many clocks, some of
// them off; two spans each share an ID.
func manySpans(n int) []Span {
	random := rand.New(rand.NewPCG(1, 1))
	spans := make([]Span, n)
	for i := range spans {
		service := i % 50
		spans[i] = Span{
			SpanID: SpanID{4: byte(i >> 24), byte(i >> 16), byte(i >> 8), byte(i) | 1}, ServiceName: fmt.Sprintf("service-%d", service),
			Kind: []SpanKind{KindServer, KindClient}[i%2], Name: "op", Duration: time.Second,
			Start: noon.Add(time.Duration(service%7/6)*time.Hour + time.Duration(i)*time.Microsecond),
		}
		if i > 0 {
			spans[i].ParentID = spans[random.IntN(i)].SpanID
		}
	}
	return spans
}

// fuzzedRaw has a line for every span byte: of several services, at several
// times, some naming a span.
func fuzzedRaw(data []byte, body string) Raw {
	data, body = data[:min(len(data), 100*spanBytes)], body[:min(len(body), 1000)]
	services := []string{"a", "b", "c", "ghost", ""}
	raw := Raw{Trace: Trace{Spans: fuzzedSpans(data)}}
	for i, b := range append(data, 0) {
		raw.Lines = append(raw.Lines, Line{
			Time: noon.Add(time.Duration(int8(b)) * 50 * time.Millisecond), Body: fmt.Sprint(body, i),
			Labels: Labels{{Name: "app", Value: services[i%len(services)]}},
		})
		raw.Contexts = append(raw.Contexts, TraceContext{SpanID: SpanID{7: b % 32}})
	}
	return raw
}

// manyRaw is a trace in 50 services with access lines, half of which name no span.
func manyRaw(spans, lines int) Raw {
	raw := Raw{Trace: Trace{Spans: manySpans(spans)}}
	for i := range lines {
		s := &raw.Trace.Spans[i*spans/lines]
		raw.Lines = append(raw.Lines, Line{Time: s.End(), Labels: Labels{{Name: "app", Value: s.ServiceName}}, Body: accessLineOf(s)})
		var tc TraceContext
		if i%2 == 0 {
			tc.SpanID = s.SpanID
		}
		raw.Contexts = append(raw.Contexts, tc)
	}
	return raw
}

func accessLineOf(s *Span) string {
	cluster := "inbound|1||"
	if s.Kind == KindClient {
		cluster = "outbound|1||b.x.svc"
	}
	return fmt.Sprintf(`[%s] "GET /a HTTP/1.1" 200 - via_upstream - "-" 0 1 %d 4 "-" "-" "-" "b:1" "-" %s 1 2 3 - default`,
		s.Start.UTC().Format("2006-01-02T15:04:05.000Z"), s.Duration.Milliseconds(), cluster)
}

// manyRaws are what a large search finds: 200 traces of 20 spans and 10 lines.
func manyRaws() (raws []Raw) {
	for i := range 200 {
		raw := manyRaw(20, 10)
		binary.BigEndian.PutUint64(raw.Trace.TraceID[8:], uint64(i+1))
		raws = append(raws, raw)
	}
	return raws
}
