// Package load has many users search at once while servers die and come back:
//
//	LOAD=5m go test ./tests/checks/load -run TestLoad -v -timeout 20m
//
// Without LOAD it runs for seconds, to hold that nothing breaks.
package load

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/tests/harness/host"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

const (
	users = 50
	// few users for a few seconds are the smoke test.
	few   = 6
	smoke = 6 * time.Second
	// think is the mean time between a user's answer and their next question.
	think = 2 * time.Second
	// sampleEvery is how often the process's memory is looked at.
	sampleEvery = 500 * time.Millisecond
	// settle is how long after its return a server may still fail.
	settle = 10 * time.Second
	// flat is how much more memory the last third may take than the first.
	flat = 1.3
)

func TestLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a real Loki and Tempo, which -short leaves out")
	}
	servers, err := stack.Start(t.Context(), stack.Options{Log: t.Output(), Own: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(servers.Stop)
	m := mesh.New(mesh.Options{Seed: 5, Start: time.Now().Add(-5 * time.Minute), Every: 4 * time.Second})
	requests, err := m.SendPast(t.Context(), mesh.On(servers), 60)
	if err != nil {
		t.Fatal(err)
	}
	r := &run{users: few, servers: servers, plugin: host.Build(t), requests: requests, source: host.Source{ID: 1, JSONData: servers.JSONData()}}
	length := smoke
	if wish := os.Getenv("LOAD"); wish != "" {
		r.users = users
		if length, err = time.ParseDuration(wish); err != nil {
			t.Fatal(err)
		}
	}
	r.play(t, length)
	t.Log("\n" + r.report())
	r.check(t, length)
}

// play has everybody search, kills Loki after a third of the time and Tempo
// after two thirds, and waits for the last answers.
func (r *run) play(t *testing.T, length time.Duration) {
	r.begin = time.Now()
	r.end = r.begin.Add(length)
	var everybody sync.WaitGroup
	for i := range r.users {
		everybody.Go(func() { r.user(t.Context(), i) })
	}
	everybody.Go(func() { r.watchMemory(t) })
	for i, server := range []string{"Loki", "Tempo"} {
		sleepUntil(t.Context(), r.begin.Add(length*time.Duration(i+1)/3))
		r.killAndRevive(t, server)
	}
	everybody.Wait()
}

func (r *run) killAndRevive(t *testing.T, server string) {
	down := time.Now()
	if err := r.servers.Kill(server); err != nil {
		t.Error(err)
	}
	sleepUntil(t.Context(), down.Add(min(5*time.Second, r.end.Sub(r.begin)/20)))
	if err := r.servers.Revive(t.Context(), server); err != nil {
		t.Error(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outages = append(r.outages, outage{server, down, time.Now().Add(settle)})
}

func sleepUntil(ctx context.Context, at time.Time) {
	timer := time.NewTimer(time.Until(at))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
