package stack

import (
	"cmp"
	_ "embed"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// server describes one of the two servers: how it is built, configured,
// addressed, and recognised as ready.
type server struct {
	name     string
	version  string
	command  string // import path of the command
	module   string // folder under tests/harness/stack with the go.mod that pins it
	variable string // linker variable that holds the version
	env      string // environment variable that names a server to use instead
	config   []byte // YAML in which the server itself expands ${…}
	settings []setting
	ports    []string
	publish  func(*Stack, map[string]int)
	probes   func(*Stack) []probe
}

//go:embed loki.yaml
var lokiConfig []byte

//go:embed tempo.yaml
var tempoConfig []byte

// The versions are those that go.mod pins in the folder of each module.
var (
	loki = &server{
		name:     "Loki",
		version:  "3.7.8",
		command:  "github.com/grafana/loki/v3/cmd/loki",
		module:   "loki",
		variable: "github.com/grafana/loki/v3/pkg/util/build.Version",
		env:      "LOKI_URL",
		config:   lokiConfig,
		settings: lokiSettings,
		ports:    []string{"HTTP_PORT", "GRPC_PORT", "MEMBERLIST_PORT"},
		publish: func(s *Stack, ports map[string]int) {
			s.LokiURL = loopback(ports["HTTP_PORT"])
		},
		probes: func(s *Stack) []probe {
			// /ready comes before the query frontend has a worker.
			query := "/loki/api/v1/query_range?since=1m&limit=1&query=" + url.QueryEscape(`{job="ready"}`)
			if s.settings["REQUIRED_LABELS"]+s.settings["MINIMUM_LABELS"] != "" {
				query = "/loki/api/v1/labels?since=1m" // which has no selector to refuse
			}
			return []probe{answers(s.LokiURL + "/ready"), answers(s.LokiURL + query)}
		},
	}
	tempo = &server{
		name:     "Tempo",
		version:  "2.9.0",
		command:  "github.com/grafana/tempo/cmd/tempo",
		module:   "tempo",
		variable: "main.Version",
		env:      "TEMPO_URL",
		config:   tempoConfig,
		settings: tempoSettings,
		ports:    []string{"HTTP_PORT", "GRPC_PORT", "MEMBERLIST_PORT", "OTLP_PORT", "ZIPKIN_PORT"},
		publish: func(s *Stack, ports map[string]int) {
			s.TempoURL = loopback(ports["HTTP_PORT"])
			s.TempoOTLP = loopback(ports["OTLP_PORT"])
			s.TempoZipkin = loopback(ports["ZIPKIN_PORT"])
		},
		probes: func(s *Stack) []probe {
			return []probe{
				answers(s.TempoURL + "/ready"),
				answers(s.TempoURL + "/api/search?limit=1&q=%7B%7D"),
				listens(s.TempoOTLP),
				listens(s.TempoZipkin),
			}
		},
	}
)

// s3 is the object storage of a cluster; what it holds is gone when it ends.
var s3 = &server{
	name:     "gofakes3",
	version:  "1.2.0",
	command:  "github.com/johannesboyne/gofakes3/cmd/gofakes3",
	module:   "s3",
	variable: "main.version",
}

// storage is the name of a server's folder for what it is sent.
const storage = "data"

// launch starts the command with its configuration and storage in a folder of
// its own.
func (srv *server) launch(s *Stack, binary string, ports map[string]int) (*process, error) {
	home, err := os.MkdirTemp(s.folder, srv.module+"-")
	if err != nil {
		return nil, err
	}
	config := filepath.Join(home, srv.module+".yaml")
	if err := os.WriteFile(config, srv.config, 0o600); err != nil {
		return nil, err
	}
	env := append(s.profile.environment(srv.settings),
		"STORAGE="+filepath.Join(home, storage), fmt.Sprintf("MULTI_TENANT=%t", s.multiTenant))
	for name, value := range s.settings {
		env = append(env, name+"="+value)
	}
	for name, port := range ports {
		env = append(env, fmt.Sprintf("%s=%d", name, port))
	}
	return startProcess(home, env, binary, "-config.file="+config, "-config.expand-env=true")
}

// freePorts finds a free loopback port for each name. All are held until the
// last is found, so that they differ.
func freePorts(names []string) (map[string]int, error) {
	ports := make(map[string]int, len(names))
	for _, name := range names {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("no free port on 127.0.0.1: %w", err)
		}
		defer listener.Close()
		ports[name] = listener.Addr().(*net.TCPAddr).Port
	}
	return ports, nil
}

func loopback(port int) string { return fmt.Sprintf("http://127.0.0.1:%d", port) }

// useEnvironment fills in the addresses of servers that the environment names,
// and tells those from the ones to start here.
func (s *Stack) useEnvironment(getenv func(string) string) (local, external []*server) {
	address := func(name string) string { return strings.TrimRight(getenv(name), "/") }
	s.LokiURL, s.TempoURL = address(loki.env), address(tempo.env)
	s.TempoOTLP = cmp.Or(address("TEMPO_OTLP_URL"), withPort(s.TempoURL, "4318"))
	s.TempoZipkin = cmp.Or(address("TEMPO_ZIPKIN_URL"), withPort(s.TempoURL, "9411"))
	for _, srv := range []*server{loki, tempo} {
		if address(srv.env) == "" {
			local = append(local, srv)
		} else {
			external = append(external, srv)
		}
	}
	return local, external
}

// withPort gives the receiver's default address on the server's host.
func withPort(address, port string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return "http://" + net.JoinHostPort(u.Hostname(), port)
}
