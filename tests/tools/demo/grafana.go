package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/requestjourney/requestjourney/tests/harness/project"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// pluginIDs are the app's and its nested plugins'.
const pluginIDs = "requestjourney-journey-app,requestjourney-journey-datasource,requestjourney-journey-panel"

// grafana is a Grafana that runs the plugin, provisioned from the repository.
type grafana struct {
	url    string
	cmd    *exec.Cmd
	ended  chan struct{}
	folder string // its data, removed at the end
}

// startGrafana runs the Grafana unpacked in home on a free loopback port and
// waits until it answers.
func startGrafana(ctx context.Context, p *project.Project, home string, s *stack.Stack) (*grafana, error) {
	folder, err := os.MkdirTemp("", "requestjourney-grafana-")
	if err != nil {
		return nil, err
	}
	g := &grafana{ended: make(chan struct{}), folder: folder}
	if err := g.launch(p, home, s); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	if err := g.untilHealthy(ctx); err != nil {
		g.Stop()
		return nil, err
	}
	return g, nil
}

// launch starts the process, with the built plugin among its plugins.
func (g *grafana) launch(p *project.Project, home string, s *stack.Stack) error {
	home, err := filepath.Abs(home) // Grafana runs in a folder of its own
	if err != nil {
		return err
	}
	plugins := filepath.Join(g.folder, "plugins")
	if err := os.Mkdir(plugins, 0o755); err != nil {
		return err
	}
	if err := os.Symlink(p.Dist(), filepath.Join(plugins, "requestjourney-journey-app")); err != nil {
		return err
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	g.url = "http://127.0.0.1:" + port
	g.cmd = exec.Command(filepath.Join(home, "bin", "grafana"), "server", "--homepath", home)
	g.cmd.Env = append(os.Environ(), grafanaEnv(p, s, g.folder, plugins, port)...)
	return g.start()
}

// start starts the command in its folder, with a log there.
func (g *grafana) start() error {
	log, err := os.Create(filepath.Join(g.folder, "grafana.log"))
	if err != nil {
		return err
	}
	defer log.Close() // Grafana has its own handle
	g.cmd.Dir, g.cmd.Stdout, g.cmd.Stderr = g.folder, log, log
	if err := g.cmd.Start(); err != nil {
		return fmt.Errorf("no Grafana to start in GRAFANA_HOME: %w", err)
	}
	go func() {
		_ = g.cmd.Wait()
		close(g.ended)
	}()
	return nil
}

func grafanaEnv(p *project.Project, s *stack.Stack, folder, plugins, port string) []string {
	return []string{
		"LOKI_URL=" + s.LokiURL,
		"TEMPO_URL=" + s.TempoURL,
		"GF_SERVER_HTTP_ADDR=127.0.0.1",
		"GF_SERVER_HTTP_PORT=" + port,
		"GF_PATHS_DATA=" + folder,
		"GF_PATHS_LOGS=" + folder,
		"GF_PATHS_PLUGINS=" + plugins,
		"GF_PATHS_PROVISIONING=" + p.Path("provisioning"),
		"GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS=" + pluginIDs,
		"GF_PLUGINS_PREINSTALL_DISABLED=true",
		"GF_AUTH_ANONYMOUS_ENABLED=true",
		"GF_AUTH_ANONYMOUS_ORG_ROLE=Admin",
		"GF_ANALYTICS_REPORTING_ENABLED=false",
		"GF_ANALYTICS_CHECK_FOR_UPDATES=false",
		"GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES=false",
	}
}

// untilHealthy polls: Grafana has no event for "ready".
func (g *grafana) untilHealthy(ctx context.Context) error {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		if res, err := http.Get(g.url + "/api/health"); err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-g.ended:
			return fmt.Errorf("Grafana ended at once:\n%s", g.lastWords())
		case <-tick.C:
		}
	}
}

func (g *grafana) lastWords() string {
	raw, _ := os.ReadFile(filepath.Join(g.folder, "grafana.log"))
	rows := strings.Split(strings.TrimSpace(string(raw)), "\n")
	return strings.Join(rows[max(0, len(rows)-10):], "\n")
}

// Stop ends Grafana, which ends its plugins, and removes its data.
func (g *grafana) Stop() {
	if err := g.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		_ = g.cmd.Process.Kill()
	}
	select {
	case <-g.ended:
	case <-time.After(4 * time.Second):
		_ = g.cmd.Process.Kill()
		<-g.ended
	}
	_ = os.RemoveAll(g.folder)
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
