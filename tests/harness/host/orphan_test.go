package host

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

// pluginBinary makes this test binary a host that starts the plugin's binary at this
// path and then waits to be killed.
const pluginBinary = "HOST_OF_PLUGIN_BINARY"

func TestMain(m *testing.M) {
	if binary := os.Getenv(pluginBinary); binary != "" {
		hostUntilKilled(binary)
	}
	os.Exit(m.Run())
}

func hostUntilKilled(binary string) {
	if _, err := Start(context.Background(), binary, hclog.NewNullLogger()); err != nil {
		fmt.Fprintln(os.Stdout, err)
		os.Exit(1)
	}
	fmt.Fprintln(os.Stdout, "started")
	select {}
}

// TestThePluginEndsWithItsHost kills a host, which then cannot ask its plugin to end.
// Host and plugin hold the write end of a pipe, which the plugin inherits as its
// standard input: its read end ends when both processes have ended.
func TestThePluginEndsWithItsHost(t *testing.T) {
	p, err := project.Open(t.Output())
	require.NoError(t, err)
	binary, err := p.BackendInto(t.Context(), t.TempDir())
	require.NoError(t, err)
	running, held, err := os.Pipe()
	require.NoError(t, err)
	defer func() { require.NoError(t, running.Close()) }()

	host := exec.CommandContext(t.Context(), os.Args[0])
	host.Env = append(os.Environ(), pluginBinary+"="+binary)
	host.Stdin = held
	out, err := host.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, host.Start())
	require.NoError(t, held.Close())
	said := make([]byte, len("started"))
	_, err = io.ReadFull(out, said)
	require.NoError(t, err)
	require.Equal(t, "started", string(said))

	require.NoError(t, host.Process.Kill())
	require.Error(t, host.Wait(), "the host was killed")
	require.NoError(t, running.SetReadDeadline(time.Now().Add(time.Minute)))
	_, err = io.ReadAll(running)
	require.NoError(t, err, "the plugin still runs a minute after its host has ended")
}
