package workbench

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
)

const (
	startTimeout = 30 * time.Second

	// Grafana's own limit for a message from a plugin.
	maxMessage = 16 << 20
)

// process is a running plugin backend and its services.
type process struct {
	client      *goplugin.Client
	data        grpcplugin.DataClient
	diagnostics grpcplugin.DiagnosticsClient
	resource    grpcplugin.ResourceClient
}

// startProcess starts a plugin's binary and connects to it. The process lives no
// longer than ctx, also when it hangs before it can be spoken to.
func startProcess(ctx context.Context, m *manifest, log io.Writer) (*process, error) {
	binary := m.binary()
	if _, err := os.Stat(binary); err != nil {
		return nil, fmt.Errorf("workbench: %s has no backend for this machine (%s): run `go tool mage build`", m.ID, binary)
	}
	client := goplugin.NewClient(clientConfig(m, exec.CommandContext(ctx, binary), log))
	proc, err := connect(client)
	if err != nil {
		client.Kill()
		return nil, fmt.Errorf("workbench: the backend of %s did not start: %w", m.ID, err)
	}
	return proc, nil
}

// binary is named as `mage build` names it; nested plugins point to the app's.
func (m *manifest) binary() string {
	name := fmt.Sprintf("%s_%s_%s", m.Executable, runtime.GOOS, runtime.GOARCH)
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(m.dir, name)
}

func clientConfig(m *manifest, cmd *exec.Cmd, log io.Writer) *goplugin.ClientConfig {
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
			},
		},
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		GRPCDialOptions:  []grpc.DialOption{grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage))},
		StartTimeout:     startTimeout,
		SkipHostEnv:      true, // as in Grafana: a plugin must not rely on the environment
		Logger:           hclog.New(&hclog.LoggerOptions{Name: m.ID, Output: log, Level: hclog.Warn}),
	}
}

func connect(client *goplugin.Client) (*process, error) {
	protocol, err := client.Client()
	if err != nil {
		return nil, err
	}
	proc := &process{client: client}
	if proc.data, err = dispense[grpcplugin.DataClient](protocol, "data"); err != nil {
		return nil, err
	}
	if proc.diagnostics, err = dispense[grpcplugin.DiagnosticsClient](protocol, "diagnostics"); err != nil {
		return nil, err
	}
	if proc.resource, err = dispense[grpcplugin.ResourceClient](protocol, "resource"); err != nil {
		return nil, err
	}
	return proc, nil
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
