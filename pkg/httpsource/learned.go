package httpsource

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// LearnedFor is how long a limit that a server stated is taken to hold. An
// administrator may raise it meanwhile, so it is found out again.
const LearnedFor = 10 * time.Minute

// Learned is a limit that a server stated when it refused a request. The zero
// value knows of none. It is safe for concurrent use.
type Learned struct {
	mu    sync.Mutex
	value int64
	until time.Time
}

// Value is the limit, or 0 when none is known.
func (l *Learned) Value() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	if time.Now().After(l.until) {
		return 0
	}
	return l.value
}

// Learn remembers a limit.
func (l *Learned) Learn(value int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.value, l.until = value, time.Now().Add(LearnedFor)
}

// RefusedWith is what the server said when it refused a request with a 400, or
// "" for any other error.
func RefusedWith(err error) string {
	var fault *journey.SourceError
	var answer *StatusError
	if errors.As(err, &fault) && fault.Status == 400 && errors.As(err, &answer) {
		return answer.Text
	}
	return ""
}

// Lasting writes a duration as people say it: 7 days, 1 hour, 90 minutes.
func Lasting(d time.Duration) string {
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{24 * time.Hour, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}} {
		if d >= unit.length && d%unit.length == 0 {
			return counted(int64(d/unit.length), unit.name)
		}
	}
	return counted(int64(d.Round(time.Second)/time.Second), "second")
}

func counted(n int64, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

// Between writes a range for a sentence.
func Between(in journey.TimeRange) string {
	const day, second = time.DateOnly, time.TimeOnly
	from, to := in.From.UTC(), in.To.UTC()
	if from.Format(day) == to.Format(day) {
		return from.Format(day+" "+second) + " to " + to.Format(second) + " UTC"
	}
	return from.Format(day+" "+second) + " to " + to.Format(day+" "+second) + " UTC"
}
