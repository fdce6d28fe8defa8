package stack

import (
	"context"
	_ "embed"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

//go:embed cluster/nginx.conf
var gatewayConfig string

// Gateway is what a user of a cluster has to know.
type Gateway struct {
	LokiURL, TempoURL string
	User, Password    string

	settle func(context.Context) error
}

// gatewayTenant is who asks a cluster, unless a test says otherwise.
const gatewayTenant = "demo"

// JSONData are a data source's settings for a tenant.
func (g *Gateway) JSONData(tenant string) map[string]any {
	server := func(url string) map[string]any {
		return map[string]any{"url": url, "tenant": tenant, "basicAuth": true, "basicAuthUser": g.User}
	}
	return map[string]any{"loki": server(g.LokiURL), "tempo": server(g.TempoURL)}
}

// Secrets are a data source's secrets for these servers; nil for none.
func (s *Stack) Secrets() map[string]string {
	if s.Gateway == nil {
		return nil
	}
	return map[string]string{"loki.basicAuthPassword": s.Gateway.Password, "tempo.basicAuthPassword": s.Gateway.Password}
}

// Tenant is who sends and asks, "" where the servers want none.
func (s *Stack) Tenant() string {
	if s.Gateway == nil {
		return ""
	}
	return gatewayTenant
}

// Settle has the servers make whole what replicas hold in part.
func (s *Stack) Settle(ctx context.Context) error {
	if s.Gateway == nil {
		return nil
	}
	return s.Gateway.settle(ctx)
}

// withUser puts the gateway's user and password into a URL.
func (g *Gateway) withUser(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.User = url.UserPassword(g.User, g.Password)
	return u.String()
}

// startGateway returns when both servers answer a query through it.
func (c *Cluster) startGateway(ctx context.Context, nginx string) error {
	c.Gateway = &Gateway{
		LokiURL: loopback(c.ports["LOKI_GATEWAY_PORT"]), TempoURL: loopback(c.ports["TEMPO_GATEWAY_PORT"]),
		User: "grafana", Password: "through-the-gateway",
		// Tempo's ingesters may each lack spans that the other has, and a query asks only one.
		settle: func(ctx context.Context) error { return c.Flush(ctx, "tempo") },
	}
	c.LokiURL, c.TempoURL = c.Gateway.withUser(c.Gateway.LokiURL), c.Gateway.withUser(c.Gateway.TempoURL)
	c.TempoOTLP, c.TempoZipkin = loopback(c.ports["OTLP_PORT"]), loopback(c.ports["ZIPKIN_PORT"])
	if err := c.writeGatewayFiles(); err != nil {
		return err
	}
	p, err := c.run("gateway", nil, nginx, "-p", filepath.Join(c.folder, "gateway"), "-c", "nginx.conf", "-e", "stderr")
	if err != nil {
		return err
	}
	probes := []probe{
		answers(c.LokiURL + "/loki/api/v1/labels?since=1m"), answers(c.TempoURL + "/api/search?limit=1&q=%7B%7D"),
		listens(c.TempoOTLP), listens(c.TempoZipkin),
	}
	if err := waitUntilReady(ctx, probes, p); err != nil {
		return fmt.Errorf("the gateway does not answer: %w", err)
	}
	return nil
}

var variable = regexp.MustCompile(`\$\{[A-Z0-9_]+\}`)

func (c *Cluster) writeGatewayFiles() error {
	values := make(map[string]string)
	for name, port := range c.ports {
		values[name] = strconv.Itoa(port)
	}
	maps.Copy(values, map[string]string{"USER_DIRECTIVE": ""})
	if os.Geteuid() == 0 {
		values["USER_DIRECTIVE"] = "user root;" // others may not read the folder
	}
	config := variable.ReplaceAllStringFunc(gatewayConfig, func(name string) string {
		return values[strings.Trim(name, "${}")]
	})
	home := filepath.Join(c.folder, "gateway")
	if err := os.MkdirAll(home, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(home, "nginx.conf"), []byte(config), 0o600); err != nil {
		return err
	}
	users := c.Gateway.User + ":{PLAIN}" + c.Gateway.Password + "\n"
	return os.WriteFile(filepath.Join(home, "htpasswd"), []byte(users), 0o600)
}

// post wants any status below 300.
func post(ctx context.Context, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	res.Body.Close()
	if res.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("%s answers %s", address, res.Status)
	}
	return nil
}
