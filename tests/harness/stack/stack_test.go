package stack

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestStartAndStop(t *testing.T) {
	ownServers(t)
	s := ForTest(t)
	require.Equal(t, loki.version, version(t, s.LokiURL+"/loki/api/v1/status/buildinfo"))
	require.Equal(t, tempo.version, version(t, s.TempoURL+"/api/status/buildinfo"))

	s.Stop()
	for _, address := range []string{s.LokiURL, s.TempoURL, s.TempoOTLP, s.TempoZipkin} {
		require.Falsef(t, isListening(t, address), "something still listens on %s", address)
	}
	require.NoDirExists(t, s.folder)
	s.Stop() // a second time is fine
}

func TestStopsWithItsContext(t *testing.T) {
	ownServers(t)
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Start(ctx, Options{Log: t.Output()})
	require.NoError(t, err)
	cancel()
	for _, p := range s.processes {
		<-p.ended()
	}
	s.Stop() // waits for the storage to be removed
	require.NoDirExists(t, s.folder)
}

func TestMultiTenantRefusesRequestsWithoutTenant(t *testing.T) {
	ownServers(t)
	s, err := Start(t.Context(), Options{Log: t.Output(), MultiTenant: true})
	require.NoError(t, err)
	t.Cleanup(s.Stop)
	for _, address := range []string{s.LokiURL + "/loki/api/v1/labels", s.TempoURL + "/api/search?q=%7B%7D"} {
		res, err := http.Get(address)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, http.StatusUnauthorized, res.StatusCode, address)
	}
}

func TestKilledServersComeBack(t *testing.T) {
	ownServers(t)
	s := ForTest(t)
	for _, srv := range []*server{loki, tempo} {
		require.NoError(t, s.Kill(srv.name))
		require.Error(t, srv.probes(s)[0](t.Context()), srv.name)
		require.NoError(t, s.Revive(t.Context(), srv.name))
	}
	require.ErrorContains(t, s.Kill("Mimir"), "was not started here")
}

func TestStartIsCancelled(t *testing.T) {
	ownServers(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Start(ctx, Options{})
	require.ErrorIs(t, err, context.Canceled)
}

func TestDeathTellsTheEndOfTheLog(t *testing.T) {
	for _, srv := range []*server{loki, tempo} {
		t.Run(srv.name, func(t *testing.T) {
			broken := *srv
			broken.config = append([]byte("no_such_setting: true\n"), srv.config...)
			s := &Stack{folder: t.TempDir()}
			_, err := broken.start(t.Context(), s, built(t, srv))
			require.ErrorContains(t, err, srv.name+" did not start")
			require.ErrorContains(t, err, "no_such_setting")
		})
	}
}

func TestTakenPortIsRecognised(t *testing.T) {
	for _, srv := range []*server{loki, tempo} {
		t.Run(srv.name, func(t *testing.T) {
			binary := built(t, srv)
			ports, err := freePorts(srv.ports)
			require.NoError(t, err)
			taken, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(t, err)
			defer taken.Close()
			ports["HTTP_PORT"] = taken.Addr().(*net.TCPAddr).Port

			p, err := srv.launch(&Stack{folder: t.TempDir()}, binary, ports)
			require.NoError(t, err)
			defer p.stop()
			<-p.ended()
			require.ErrorIs(t, p.failure(), errPortTaken)
		})
	}
}

func TestEnvironment(t *testing.T) {
	tests := map[string]struct {
		env   map[string]string
		want  *Stack
		local []*server
	}{
		"nothing set": {want: &Stack{}, local: []*server{loki, tempo}},
		"Loki elsewhere": {
			env:   map[string]string{"LOKI_URL": "http://loki:3100/"},
			want:  &Stack{LokiURL: "http://loki:3100"},
			local: []*server{tempo},
		},
		"Tempo elsewhere has receivers on the usual ports": {
			env:   map[string]string{"TEMPO_URL": "http://tempo:3200"},
			want:  &Stack{TempoURL: "http://tempo:3200", TempoOTLP: "http://tempo:4318", TempoZipkin: "http://tempo:9411"},
			local: []*server{loki},
		},
		"receivers elsewhere": {
			env: map[string]string{
				"LOKI_URL": "http://l", "TEMPO_URL": "http://t",
				"TEMPO_OTLP_URL": "http://collector:4318/", "TEMPO_ZIPKIN_URL": "http://collector:9411",
			},
			want: &Stack{LokiURL: "http://l", TempoURL: "http://t", TempoOTLP: "http://collector:4318", TempoZipkin: "http://collector:9411"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := &Stack{}
			local, external := got.useEnvironment(func(name string) string { return tt.env[name] })
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.local, local)
			require.Len(t, external, 2-len(tt.local))
		})
	}
}

func TestLockIsHeldUntilUnlocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	unlock, err := lock(t.Context(), path)
	require.NoError(t, err)

	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = lock(impatient, path)
	require.ErrorIs(t, err, context.Canceled)

	unlock()
	unlock, err = lock(t.Context(), path)
	require.NoError(t, err)
	unlock()
}

func TestBuildKeyFollowsTheModuleFiles(t *testing.T) {
	module := t.TempDir()
	write := func(name, content string) {
		require.NoError(t, os.WriteFile(filepath.Join(module, name), []byte(content), 0o600))
	}
	write("go.mod", "module a")
	write("go.sum", "")
	first, err := loki.buildKey(module)
	require.NoError(t, err)

	binary := filepath.Join(module, "loki")
	require.False(t, isBuilt(binary, first), "no binary")
	write("loki", "binary")
	require.False(t, isBuilt(binary, first), "no key")
	write("loki.key", first)
	require.True(t, isBuilt(binary, first))

	write("go.sum", "example.org v1.0.0 h1:")
	second, err := loki.buildKey(module)
	require.NoError(t, err)
	require.False(t, isBuilt(binary, second), "made from another go.sum")
}

func TestFailedBuildTellsWhy(t *testing.T) {
	srv := &server{name: "Nothing", version: "1", command: "example.invalid/nothing", variable: "main.Version"}
	module := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(module, "go.mod"), []byte("module nothing\n"), 0o600))
	var log strings.Builder
	err := srv.compile(t.Context(), module, filepath.Join(module, "nothing"), &log)
	require.ErrorContains(t, err, "Nothing 1 could not be built")
	require.ErrorContains(t, err, "example.invalid/nothing")
	require.Contains(t, log.String(), "Building Nothing 1: 0s")
}

// ownServers makes the test start its servers here, whatever the environment
// names.
func ownServers(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a real Loki and Tempo, which -short leaves out")
	}
	t.Setenv(loki.env, "")
	t.Setenv(tempo.env, "")
}

// built is the server's binary.
func built(t *testing.T, srv *server) string {
	t.Helper()
	ownServers(t)
	binary, err := build(t.Context(), srv, t.Output())
	require.NoError(t, err)
	return binary
}

func version(t *testing.T, address string) string {
	t.Helper()
	res, err := http.Get(address)
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	var info struct{ Version string }
	require.NoError(t, json.Unmarshal(body, &info), "%s", body)
	return info.Version
}

func isListening(t *testing.T, address string) bool {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	conn, err := net.DialTimeout("tcp", u.Host, time.Second)
	if err == nil {
		conn.Close()
	}
	return err == nil
}
