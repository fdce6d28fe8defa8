package cases

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/tests/harness/ask"
)

// defaultAge is old enough that nothing is still on its way.
const defaultAge = 60

// sent is a row with IDs and times of its own.
type sent struct {
	row
	raw    json.RawMessage
	base   time.Time
	traces [3]string // from 1
	ids    map[string]string
	uuids  map[string]string
}

// prepare makes up IDs, and lets the request end as long ago as the row says.
func prepare(raw json.RawMessage, now time.Time) (*sent, error) {
	var r row
	if err := json.Unmarshal(raw, &r); err != nil {
		return nil, err
	}
	age := r.Age
	if age == 0 {
		age = defaultAge
	}
	s := &sent{base: now.Add(-time.Duration(age)*time.Second - r.length()).Truncate(time.Millisecond), ids: map[string]string{}, uuids: map[string]string{}}
	s.traces = [3]string{"", madeUp() + madeUp(), madeUp() + madeUp()}
	if r.Short {
		s.traces[1] = strings.Repeat("0", 16) + madeUp()
	}
	return s, json.Unmarshal([]byte(s.fill(string(raw))), &s.row)
}

// length is how long the request takes.
func (r row) length() time.Duration {
	last := 0.0
	for _, s := range r.Spans {
		if s.End != nil {
			last = max(last, *s.End)
		}
	}
	for _, l := range r.Lines {
		last = max(last, l.At)
	}
	return ms(last)
}

func ms(n float64) time.Duration { return time.Duration(n * float64(time.Millisecond)) }

// madeUp is 16 digits. The first is not 0, which Tempo trims, and the last is a
// letter, so that it is no decimal number.
func madeUp() string {
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], rand.Uint64()|1<<63|0xa)
	return hex.EncodeToString(raw[:])
}

// once makes an ID when it is asked for the first time.
func once(made map[string]string, label string, create func() string) string {
	if made[label] == "" {
		made[label] = create()
	}
	return made[label]
}

func (s *sent) id(label string) string { return once(s.ids, label, madeUp) }

func uuid() string {
	x := madeUp() + madeUp()
	return fmt.Sprintf("%s-%s-4%s-8%s-%s", x[:8], x[8:12], x[13:16], x[17:20], x[20:])
}

var token = regexp.MustCompile(`\$(T64|T|[SDRIL]\d+)`)

func (s *sent) fill(text string) string {
	return token.ReplaceAllStringFunc(text, func(t string) string {
		switch t {
		case "$T":
			return s.traces[1]
		case "$T64":
			return s.traces[1][16:]
		}
		return s.value(t[1], t[2:])
	})
}

func (s *sent) value(of byte, label string) string {
	at := func() time.Time {
		n, _ := strconv.ParseFloat(label, 64) // the pattern lets only digits through
		return s.base.Add(ms(n)).UTC()
	}
	switch of {
	case 'S':
		return s.id(label)
	case 'D':
		n, _ := strconv.ParseUint(s.id(label), 16, 64) // made here
		return strconv.FormatUint(n, 10)
	case 'R':
		return once(s.uuids, label, uuid)
	case 'I':
		return at().Format("2006-01-02T15:04:05.000Z")
	default:
		return at().Format("02/Jan/2006:15:04:05 -0700")
	}
}

// trace is the ID of a trace, of which the first is meant when none is.
func (s *sent) trace(n int) string { return s.traces[max(1, n)] }

func (s *sent) isJourney(r ask.Row) bool { return r.Text("traceID") == s.trace(1) }
