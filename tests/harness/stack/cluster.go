package stack

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// Cluster is Loki and Tempo as microservices, each with two ingesters and two
// queriers, on one S3 and behind one gateway. The URLs of its Stack hold the
// gateway's user and password.
type Cluster struct {
	Stack

	ports map[string]int
	nodes map[string]*process // by name, such as "tempo-querier-1"; guarded by mu
}

// node is a process of the cluster.
type node struct {
	server *server
	config []byte
	target string // what the process does, as -target names it
	number int    // of those with the same target, from 1; 0 for the only one
}

//go:embed cluster/loki.yaml
var lokiClusterConfig []byte

//go:embed cluster/tempo.yaml
var tempoClusterConfig []byte

// seed is the target whose processes the others know from the start.
const seed = "distributor"

var clusterNodes = slices.Concat(
	nodesOf(loki, lokiClusterConfig, "distributor", "ingester", "querier", "query-frontend", "index-gateway", "compactor"),
	nodesOf(tempo, tempoClusterConfig, "distributor", "ingester", "querier", "query-frontend", "compactor"),
)

// nodesOf has two of those that hold and read data.
func nodesOf(srv *server, config []byte, targets ...string) (nodes []node) {
	for _, target := range targets {
		if target != "ingester" && target != "querier" {
			nodes = append(nodes, node{srv, config, target, 0})
			continue
		}
		for number := 1; number <= 2; number++ {
			nodes = append(nodes, node{srv, config, target, number})
		}
	}
	return nodes
}

func (n *node) name() string {
	if n.number == 0 {
		return n.server.module + "-" + n.target
	}
	return fmt.Sprintf("%s-%s-%d", n.server.module, n.target, n.number)
}

// port is the name of one of the node's ports, such as TEMPO_QUERIER_1_GRPC_PORT.
func (n *node) port(suffix string) string {
	return strings.ToUpper(strings.ReplaceAll(n.name(), "-", "_")) + suffix
}

// BuildCluster makes what StartCluster starts, unless it is up to date.
func BuildCluster(ctx context.Context, log io.Writer) error {
	_, err := buildAll(ctx, []*server{loki, tempo, s3}, log)
	return err
}

// StartCluster builds what is missing, starts all processes and returns when
// both servers answer through the gateway, with nginx from gateway. The
// cluster stops with ctx or Stop, whichever comes first.
func StartCluster(ctx context.Context, nginx string, log io.Writer) (*Cluster, error) {
	binaries, err := buildAll(ctx, []*server{loki, tempo, s3}, log)
	if err != nil {
		return nil, err
	}
	c := &Cluster{nodes: make(map[string]*process)}
	if c.folder, err = os.MkdirTemp("", "requestjourney-cluster-"); err != nil {
		return nil, err
	}
	if err := c.start(ctx, binaries, nginx); err != nil {
		c.Stop()
		return nil, err
	}
	context.AfterFunc(ctx, c.Stop)
	return c, nil
}

func (c *Cluster) start(ctx context.Context, binaries []string, nginx string) (err error) {
	if c.ports, err = freePorts(clusterPorts()); err != nil {
		return err
	}
	if err := c.startS3(ctx, binaries[2]); err != nil {
		return err
	}
	// The others join the cluster by asking the distributors.
	for _, first := range []bool{true, false} {
		starting, startCtx := errgroup.WithContext(ctx)
		for _, n := range clusterNodes {
			if (n.target == seed) == first {
				binary := binaries[slices.Index([]*server{loki, tempo}, n.server)]
				starting.Go(func() error { return c.startNode(startCtx, n, binary) })
			}
		}
		if err := starting.Wait(); err != nil {
			return err
		}
	}
	return c.startGateway(ctx, nginx)
}

func clusterPorts() []string {
	names := []string{"S3_PORT", "LOKI_GATEWAY_PORT", "TEMPO_GATEWAY_PORT", "OTLP_PORT", "ZIPKIN_PORT"}
	for _, n := range clusterNodes {
		names = append(names, n.port("_PORT"), n.port("_GRPC_PORT"), n.port("_MEMBERLIST_PORT"))
	}
	return names
}

func (c *Cluster) startS3(ctx context.Context, binary string) error {
	address := fmt.Sprintf("127.0.0.1:%d", c.ports["S3_PORT"])
	p, err := c.run("s3", nil, binary, "-backend=memory", "-autobucket", "-quiet", "-host="+address)
	if err != nil {
		return err
	}
	if err := waitUntilReady(ctx, []probe{listens("http://" + address)}, p); err != nil {
		return fmt.Errorf("the S3 server did not start: %w", err)
	}
	for _, bucket := range []string{"loki", "tempo"} {
		if err := put(ctx, "http://"+address+"/"+bucket); err != nil {
			return fmt.Errorf("create the bucket %s: %w", bucket, err)
		}
	}
	return nil
}

func put(ctx context.Context, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, address, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return errors.New(res.Status)
	}
	return nil
}

func (c *Cluster) startNode(ctx context.Context, n node, binary string) error {
	name := n.name()
	home := filepath.Join(c.folder, name)
	config := filepath.Join(home, "config.yaml")
	if err := errors.Join(os.MkdirAll(home, 0o700), os.WriteFile(config, n.config, 0o600)); err != nil {
		return err
	}
	p, err := c.run(name, c.environment(n), binary, "-config.file="+config, "-config.expand-env=true")
	if err != nil {
		return err
	}
	ready := loopback(c.ports[n.port("_PORT")]) + "/ready"
	if err := waitUntilReady(ctx, []probe{answers(ready)}, p); err != nil {
		return fmt.Errorf("%s did not start: %w", name, err)
	}
	return nil
}

// environment has the values of the configuration's variables.
func (c *Cluster) environment(n node) []string {
	of := func(target, suffix string) int {
		other := node{server: n.server, target: target}
		return c.ports[other.port(suffix)]
	}
	env := []string{
		"ID=" + n.name(), "TARGET=" + n.target, "STORAGE=" + filepath.Join(c.folder, n.name(), storage),
	}
	for name, port := range map[string]int{
		"HTTP_PORT": c.ports[n.port("_PORT")], "GRPC_PORT": c.ports[n.port("_GRPC_PORT")],
		"MEMBERLIST_PORT":      c.ports[n.port("_MEMBERLIST_PORT")],
		"SEED_MEMBERLIST_PORT": of(seed, "_MEMBERLIST_PORT"),
		"FRONTEND_GRPC_PORT":   of("query-frontend", "_GRPC_PORT"), "COMPACTOR_GRPC_PORT": of("compactor", "_GRPC_PORT"),
		"INDEX_GATEWAY_GRPC_PORT": of("index-gateway", "_GRPC_PORT"),
		"S3_PORT":                 c.ports["S3_PORT"], "OTLP_PORT": c.ports["OTLP_PORT"], "ZIPKIN_PORT": c.ports["ZIPKIN_PORT"],
	} {
		env = append(env, fmt.Sprintf("%s=%d", name, port))
	}
	return env
}

// run starts a process in a folder of its own and remembers it by its name.
func (c *Cluster) run(name string, env []string, binary string, args ...string) (*process, error) {
	home := filepath.Join(c.folder, name)
	if err := os.MkdirAll(home, 0o700); err != nil {
		return nil, err
	}
	p, err := startProcess(home, env, binary, args...)
	if err != nil {
		return nil, fmt.Errorf("%s did not start: %w", name, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.nodes[name] = p
	return p, nil
}
