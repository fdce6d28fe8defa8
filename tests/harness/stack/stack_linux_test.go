package stack

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestListensOnLoopbackAlone(t *testing.T) {
	ownServers(t)
	s := ForTest(t)
	for _, p := range s.processes {
		addresses := listeners(t, p.cmd.Process.Pid)
		require.NotEmpty(t, addresses)
		for _, address := range addresses {
			// /proc/net/tcp prints 127.0.0.1 as a little-endian number.
			require.True(t, strings.HasPrefix(address, "0100007F:"), "%s listens on %s", p.cmd.Path, address)
		}
	}
}

// orphanEnv makes the test binary the parent of a stack that it never stops.
const orphanEnv = "STACK_TEST_ORPHAN"

func TestDiesWithItsParent(t *testing.T) {
	ownServers(t)
	if os.Getenv(orphanEnv) != "" {
		s, err := Start(t.Context(), Options{})
		fmt.Fprintln(os.Stdout, s.LokiURL, s.TempoURL, s.folder, err)
		select {}
	}
	parent := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	parent.Env = append(os.Environ(), orphanEnv+"=1")
	out, err := parent.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, parent.Start())
	var lokiURL, tempoURL, folder, problem string
	_, err = fmt.Fscan(bufio.NewReader(out), &lokiURL, &tempoURL, &folder, &problem)
	require.NoError(t, err)
	require.Equal(t, "<nil>", problem)
	defer os.RemoveAll(folder)

	require.NoError(t, parent.Process.Kill())
	_ = parent.Wait()
	for _, address := range []string{lokiURL, tempoURL} {
		require.Eventually(t, func() bool { return !isListening(t, address) }, readyTimeout, probePause)
	}
}

// listeners is the local addresses, in hexadecimal, on which a process listens
// by TCP.
func listeners(t *testing.T, pid int) (addresses []string) {
	t.Helper()
	descriptors, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	require.NoError(t, err)
	own := map[string]bool{}
	for _, fd := range descriptors {
		target, _ := os.Readlink(fd)
		own[strings.TrimSuffix(strings.TrimPrefix(target, "socket:["), "]")] = true
	}
	for _, table := range []string{"tcp", "tcp6"} {
		content, err := os.ReadFile(fmt.Sprintf("/proc/%d/net/%s", pid, table))
		require.NoError(t, err)
		for line := range strings.Lines(string(content)) {
			const listen, state, address, inode = "0A", 3, 1, 9
			if f := strings.Fields(line); len(f) > inode && f[state] == listen && own[f[inode]] {
				addresses = append(addresses, f[address])
			}
		}
	}
	return addresses
}
