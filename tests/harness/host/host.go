// Package host runs the plugin's binary as Grafana does and speaks gRPC with
// it: what a test asks goes the way that a user's questions go.
package host

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
)

const (
	// MaxMessage is the SDK's limit for a message to a plugin. Grafana takes
	// answers of any size, as go-plugin does unless it is configured otherwise.
	MaxMessage = 16 << 20

	startTimeout = 30 * time.Second
)

// Plugin is a running backend of a plugin; Stop it.
type Plugin struct {
	Data        grpcplugin.DataClient
	Diagnostics grpcplugin.DiagnosticsClient
	Resources   grpcplugin.ResourceClient
	Streams     grpcplugin.StreamClient

	client *goplugin.Client
}

// Start starts a plugin's binary and connects to it. The log is named by the
// plugin's ID and gets what the process logs; env is its whole environment. The
// process lives no longer than ctx, also when it hangs before it can be spoken to.
func Start(ctx context.Context, binary string, log hclog.Logger, env ...string) (*Plugin, error) {
	if _, err := os.Stat(binary); err != nil {
		return nil, fmt.Errorf("%s has no backend for this machine (%s): run `go tool mage build`", log.Name(), binary)
	}
	cmd := exec.CommandContext(ctx, binary)
	cmd.Env = env
	client := goplugin.NewClient(clientConfig(cmd, log))
	plugin, err := connect(client)
	if err != nil {
		client.Kill()
		return nil, fmt.Errorf("the backend of %s did not start: %w", log.Name(), err)
	}
	return plugin, nil
}

// Stop gives the process a moment to end by itself, and returns when it has
// ended.
func (p *Plugin) Stop() { p.client.Kill() }

// Exited says that the process has ended.
func (p *Plugin) Exited() bool { return p.client.Exited() }

// PID is the process's ID.
func (p *Plugin) PID() int { return p.client.ReattachConfig().Pid }

func clientConfig(cmd *exec.Cmd, log hclog.Logger) *goplugin.ClientConfig {
	return &goplugin.ClientConfig{
		Cmd: cmd,
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion:  grpcplugin.ProtocolVersion,
			MagicCookieKey:   grpcplugin.MagicCookieKey,
			MagicCookieValue: grpcplugin.MagicCookieValue,
		},
		VersionedPlugins: map[int]goplugin.PluginSet{
			grpcplugin.ProtocolVersion: {
				"data":        &grpcplugin.DataGRPCPlugin{},
				"diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{},
				"resource":    &grpcplugin.ResourceGRPCPlugin{},
				"stream":      &grpcplugin.StreamGRPCPlugin{},
			},
		},
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		StartTimeout:     startTimeout,
		SkipHostEnv:      true, // as in Grafana: a plugin must not rely on the environment
		Logger:           log,
	}
}

func connect(client *goplugin.Client) (*Plugin, error) {
	protocol, err := client.Client()
	if err != nil {
		return nil, err
	}
	plugin := &Plugin{client: client}
	if plugin.Data, err = dispense[grpcplugin.DataClient](protocol, "data"); err != nil {
		return nil, err
	}
	if plugin.Diagnostics, err = dispense[grpcplugin.DiagnosticsClient](protocol, "diagnostics"); err != nil {
		return nil, err
	}
	if plugin.Resources, err = dispense[grpcplugin.ResourceClient](protocol, "resource"); err != nil {
		return nil, err
	}
	if plugin.Streams, err = dispense[grpcplugin.StreamClient](protocol, "stream"); err != nil {
		return nil, err
	}
	return plugin, nil
}

func dispense[T any](protocol goplugin.ClientProtocol, service string) (T, error) {
	var none T
	raw, err := protocol.Dispense(service)
	if err != nil {
		return none, fmt.Errorf("service %s: %w", service, err)
	}
	client, ok := raw.(T)
	if !ok {
		return none, fmt.Errorf("service %s is a %T", service, raw)
	}
	return client, nil
}
