package stack

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"syscall"
)

// Kill ends a server, "Loki" or "Tempo", in the middle of what it does, as
// kill -9 does, and returns when it is gone. What it had on disk stays.
func (s *Stack) Kill(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, p, err := s.own(name)
	if err != nil {
		return err
	}
	if err := signalGroup(p.cmd.Process, syscall.SIGKILL); err != nil {
		return fmt.Errorf("kill %s: %w", name, err)
	}
	<-p.exit
	return nil
}

// Revive starts a killed server again, at its old addresses and with its old
// storage, and returns when it answers queries.
func (s *Stack) Revive(ctx context.Context, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, p, err := s.own(name)
	if err != nil {
		return err
	}
	again, err := p.again()
	if err != nil {
		return err
	}
	s.processes[i] = again
	return waitUntilReady(ctx, s.servers[i].probes(s), again)
}

// Storage is the folder in which a server keeps what it is sent.
func (s *Stack) Storage(name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, p, err := s.own(name)
	if err != nil {
		return "", err
	}
	return filepath.Join(p.cmd.Dir, storage), nil
}

// own wants s.mu held.
func (s *Stack) own(name string) (int, *process, error) {
	i := slices.IndexFunc(s.servers, func(srv *server) bool { return srv.name == name })
	if i < 0 {
		return 0, nil, fmt.Errorf("%s was not started here", name)
	}
	return i, s.processes[i], nil
}
