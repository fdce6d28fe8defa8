package httpsource

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	// maxTries is how often a request is sent at most.
	maxTries = 6
	// firstPause is the pause before the second try; each one more doubles it.
	firstPause = 100 * time.Millisecond
	// maxPause is how long a server may ask us to wait. A user waits with us.
	maxPause = 10 * time.Second
)

// retry is when a failed request may be sent again. All that is asked here only
// reads, so sending it twice does no harm; what must be known is that the server
// did not compute on it in vain: it said so, or the connection ended before it
// said anything.
type retry struct {
	ok    bool
	after time.Duration // the server's wish; 0 for none
}

// retryAfter knows the answers that promise another one later. A 503 without a time
// is a server or gateway that is down.
func retryAfter(res *http.Response, now time.Time) retry {
	wish := res.Header.Get("Retry-After")
	after := wishedPause(wish, now)
	switch res.StatusCode {
	case http.StatusTooManyRequests:
		return retry{ok: true, after: after}
	case http.StatusServiceUnavailable:
		return retry{ok: wish != "", after: after}
	}
	return retry{}
}

// wishedPause reads a Retry-After header: seconds, or a date.
func wishedPause(wish string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(wish); err == nil {
		return time.Duration(max(0, seconds)) * time.Second
	}
	if date, err := http.ParseTime(wish); err == nil {
		return max(0, date.Sub(now))
	}
	return 0
}

// broken is a connection that ended before the first byte of an answer: that of
// a server that restarts, or of a proxy that has just dropped an idle one.
func broken(ctx context.Context, err error) retry {
	return retry{ok: ctx.Err() == nil && brokeOff(err) && !isTimeout(err)}
}

// wait returns when the next try is due, or false when there is none: too many
// were made, or the pause would outlast the time that the query has.
func (r retry) wait(ctx context.Context, tries int) bool {
	if !r.ok || tries >= maxTries {
		return false
	}
	backoff := firstPause << (tries - 1)
	pause := max(r.after, backoff/2+rand.N(backoff)) // not at the same time as others that got the same answer
	if deadline, bounded := ctx.Deadline(); pause > maxPause || bounded && time.Until(deadline) < pause {
		return false
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
