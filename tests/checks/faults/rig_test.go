package faults

import (
	"context"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/hashicorp/go-hclog"

	"github.com/requestjourney/requestjourney/tests/harness/host"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/project"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// The tenants: one holds what the mesh sent, one the same as if it had happened
// an hour before, and others nothing.
const (
	tenant      = "bookinfo"
	hourBehind  = "hour-behind"
	emptyTenant = "nobody"
)

// rig is what all tests of this package share: the servers, what was sent to
// them, and the plugin's process.
type rig struct {
	ctx      context.Context // as long as the tests of the package
	servers  *stack.Stack
	plugin   *host.Plugin
	logs     *journal // all that the process logs
	requests []*mesh.Request
	at       time.Time         // when it all happened
	in       backend.TimeRange // around that
}

var (
	shared  *rig
	failure error
	once    sync.Once
	ended   []func() // by TestMain, the last one first
)

func TestMain(m *testing.M) {
	code := m.Run()
	for i := len(ended) - 1; i >= 0; i-- {
		ended[i]()
	}
	os.Exit(code)
}

// newRig starts the shared rig when it is first wanted.
func newRig(t *testing.T) *rig {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a real Loki and Tempo, which -short leaves out")
	}
	once.Do(func() { shared, failure = start(t) })
	if failure != nil {
		t.Fatal(failure)
	}
	return shared
}

func start(t *testing.T) (*rig, error) {
	ctx, cancel := context.WithCancel(context.Background())
	ended = append(ended, cancel)
	servers, err := stack.Start(ctx, stack.Options{Log: t.Output(), MultiTenant: true, Own: true})
	if err != nil {
		return nil, err
	}
	ended = append(ended, servers.Stop)
	r := &rig{ctx: ctx, servers: servers, logs: &journal{}}
	if err := r.startPlugin(ctx); err != nil {
		return nil, err
	}
	return r, r.send(ctx)
}

func (r *rig) startPlugin(ctx context.Context) error {
	p, err := project.Open(os.Stderr)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "requestjourney-plugin-")
	if err != nil {
		return err
	}
	ended = append(ended, func() { _ = os.RemoveAll(folder) })
	binary, err := p.BackendInto(ctx, folder)
	if err != nil {
		return err
	}
	log := hclog.New(&hclog.LoggerOptions{Name: "plugin", Output: r.logs, Level: hclog.Trace})
	if r.plugin, err = host.Start(ctx, binary, log); err != nil {
		return err
	}
	ended = append(ended, r.plugin.Stop)
	return nil
}

// send sends a few requests of the last minutes: Tempo does not take many
// lookups at once.
func (r *rig) send(ctx context.Context) error {
	start := time.Now().Add(-5 * time.Minute)
	r.at = start
	r.in = backend.TimeRange{From: start.Add(-70 * time.Minute), To: start.Add(10 * time.Minute)}
	from := func(start time.Time) []*mesh.Request {
		return mesh.New(mesh.Options{Seed: 6, Start: start, Every: 5 * time.Second}).Requests(4)
	}
	r.requests = from(start)
	if err := r.sendAs(ctx, tenant, r.requests); err != nil {
		return err
	}
	return r.sendAs(ctx, hourBehind, from(start.Add(-time.Hour)))
}

// sendAs returns when all of it can be found, and Tempo has united traces that came in
// parts: lists would fetch them by ID.
func (r *rig) sendAs(ctx context.Context, tenant string, requests []*mesh.Request) error {
	if err := mesh.Send(ctx, r.targets(tenant), requests); err != nil {
		return err
	}
	if err := r.waitSearchable(ctx, tenant, requests); err != nil {
		return err
	}
	res, err := http.Get(r.servers.TempoURL + "/flush")
	if err != nil {
		return err
	}
	res.Body.Close()
	return r.waitSearchable(ctx, tenant, requests)
}

func (r *rig) waitSearchable(ctx context.Context, tenant string, requests []*mesh.Request) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	return mesh.WaitSearchable(ctx, r.targets(tenant), requests)
}

func (r *rig) targets(tenant string) mesh.Targets {
	to := mesh.On(r.servers)
	to.Tenant = tenant
	return to
}

// url is the address of a server, "Loki" or "Tempo".
func (r *rig) url(server string) string {
	if server == "Loki" {
		return r.servers.LokiURL
	}
	return r.servers.TempoURL
}

var lastSource atomic.Int64

// source is a data source of its own on the servers, as tenant.
func (r *rig) source() (host.Source, settings) {
	s := settings{
		"loki":         settings{"url": r.servers.LokiURL, "tenant": tenant, "timeout": patience},
		"tempo":        settings{"url": r.servers.TempoURL, "tenant": tenant, "timeout": patience},
		"queryTimeout": patience,
	}
	return host.Source{ID: lastSource.Add(1), JSONData: s, Secrets: map[string]string{}}, s
}

// settings are jsonData.
type settings map[string]any

// of are the settings of one server.
func (s settings) of(server string) settings {
	if server == "Loki" {
		return s["loki"].(settings)
	}
	return s["tempo"].(settings)
}

// journal keeps what is written to it.
type journal struct {
	mu   sync.Mutex
	text []byte
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.text = append(j.text, p...)
	return len(p), nil
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return string(j.text)
}
