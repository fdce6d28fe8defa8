package bench

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// profileTime is how long a question is asked again and again.
const profileTime = 10 * time.Second

// profile keeps CPU and allocation profiles of the plugin for the first search,
// the first single journey and the largest, to be read by `go tool pprof`.
func (b *bench) profile(ctx context.Context, questions []*Question) error {
	address, err := freeAddress()
	if err != nil {
		return err
	}
	_, port, _ := net.SplitHostPort(address)
	ours, err := b.startOurs(ctx, "GF_PLUGIN_PROFILING_ENABLED=true", "GF_PLUGIN_PROFILING_PORT="+port)
	if err != nil {
		return err
	}
	defer ours.stop()
	for name, q := range b.profiled(questions) {
		if q.Fault[Whole] != "" {
			continue
		}
		if err := b.profileOf(ctx, ours, q, "http://"+address, name); err != nil {
			return err
		}
	}
	return nil
}

// profiled are the questions of which profiles are kept, by their files' names.
func (b *bench) profiled(questions []*Question) map[string]*Question {
	if b.Only != "" {
		return map[string]*Question{"only": questions[0]}
	}
	first := len(b.Size.Searches) * len(Flavours())
	return map[string]*Question{"search": questions[0], "journey": questions[first], "deep": questions[first+len(Flavours())]}
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

func (b *bench) profileOf(ctx context.Context, ours *ours, q *Question, address, name string) error {
	asking, stop := context.WithTimeout(ctx, profileTime+2*time.Second)
	defer stop()
	cpu := make(chan error, 1)
	go func() {
		cpu <- b.saveProfile(asking, fmt.Sprintf("%s/debug/pprof/profile?seconds=%d", address, int(profileTime.Seconds())), name+".cpu.pprof")
	}()
	for {
		select {
		case err := <-cpu:
			if err != nil {
				return err
			}
			return b.saveProfile(ctx, address+"/debug/pprof/allocs", name+".allocs.pprof")
		default:
		}
		if err := ours.renew(ctx); err != nil {
			return err
		}
		if _, err := ours.ask(ctx, q, Whole); err != nil {
			return err
		}
	}
}

func (b *bench) saveProfile(ctx context.Context, address, name string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	body, err := do(http.DefaultClient, req)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(b.Profiles, name), body, 0o644)
}
