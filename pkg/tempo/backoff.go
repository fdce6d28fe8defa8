package tempo

import (
	"sync"
	"time"
)

const (
	// firstRest is as long as gRPC itself waits at most before it connects again:
	// a server that has just come back is found after one.
	firstPause = 15 * time.Second
	// longestRest is for what never works, such as a proxy without gRPC.
	longestPause = 5 * time.Minute
)

// failureBackoff pauses what has failed, for longer each time it fails again. The zero
// value is ready.
type failureBackoff struct {
	mu    sync.Mutex
	until time.Time
	pause time.Duration // the last pause; 0 when it has worked since
}

func (r *failureBackoff) ready() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !time.Now().Before(r.until)
}

// failed is called by everybody who tried in vain, of whom many may have tried at
// the same time.
func (r *failureBackoff) failed() {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	if now.Before(r.until) {
		return
	}
	r.pause = min(max(2*r.pause, firstPause), longestPause)
	r.until = now.Add(r.pause)
}

// worked forgets earlier rests.
func (r *failureBackoff) worked() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pause = 0
}
