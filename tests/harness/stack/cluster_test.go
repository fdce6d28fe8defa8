package stack

import (
	"os/exec"
	"path/filepath"
	"os"
	"testing"
	"time"
)

func TestClusterStarts(t *testing.T) {
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		t.Skip(err)
	}
	start := time.Now()
	c := &Cluster{nodes: make(map[string]*process)}
	binaries, _ := buildAll(t.Context(), []*server{loki, tempo, s3}, t.Output())
	if c.folder, err = os.MkdirTemp("", "requestjourney-cluster-"); err != nil {
		t.Fatal(err)
	}
	err = c.start(t.Context(), binaries, nginx)
	if err != nil {
		os.RemoveAll("/tmp/clusterlogs")
		for name := range c.nodes {
			raw, _ := os.ReadFile(filepath.Join(c.folder, name, "log"))
			os.MkdirAll("/tmp/clusterlogs", 0o755)
			os.WriteFile("/tmp/clusterlogs/"+name, raw, 0o644)
		}
	}
	c.Stop()
	t.Log(err, time.Since(start))
}
