package stack

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"sync"
	"syscall"
)

// Stop ends all processes and removes their storage. It returns when they are
// gone, and may be called more than once and on a nil Cluster.
func (c *Cluster) Stop() {
	if c == nil {
		return
	}
	c.stop.Do(func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		var all sync.WaitGroup
		for _, p := range c.nodes {
			all.Go(p.stop)
		}
		all.Wait()
		_ = os.RemoveAll(c.folder)
	})
}

// Kill ends a process, such as "loki-querier-2", as kill -9 does, and returns
// when it is gone.
func (c *Cluster) Kill(name string) error {
	c.mu.Lock()
	p := c.nodes[name]
	c.mu.Unlock()
	if p == nil {
		return fmt.Errorf("the cluster has no process %s", name)
	}
	if err := signalGroup(p.cmd.Process, syscall.SIGKILL); err != nil {
		return fmt.Errorf("kill %s: %w", name, err)
	}
	<-p.exit
	return nil
}

// Processes is how many processes the servers have, without S3 and gateway.
func (c *Cluster) Processes() int { return len(clusterNodes) }

// Revive starts a killed process again, at its old addresses and with its old storage,
// and returns when it is ready.
func (c *Cluster) Revive(ctx context.Context, name string) error {
	at := slices.IndexFunc(clusterNodes, func(n node) bool { return n.name() == name })
	c.mu.Lock()
	killed := c.nodes[name]
	c.mu.Unlock()
	if at < 0 || killed == nil {
		return fmt.Errorf("the cluster has no process %s", name)
	}
	again, err := killed.again()
	if err != nil {
		return err
	}
	c.mu.Lock()
	c.nodes[name] = again
	c.mu.Unlock()
	n := clusterNodes[at]
	return waitUntilReady(ctx, []probe{answers(loopback(c.ports[n.port("_PORT")]) + "/ready")}, again)
}

// OnS3 is nil when a server, "loki" or "tempo", has written something of the tenant to S3.
func (c *Cluster) OnS3(ctx context.Context, server, tenant string) error {
	address := fmt.Sprintf("%s/%s?list-type=2&prefix=%s/", loopback(c.ports["S3_PORT"]), server, tenant)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	list, err := io.ReadAll(res.Body)
	if err == nil && !bytes.Contains(list, []byte("<Key>")) {
		err = fmt.Errorf("%s has nothing of %s on S3", server, tenant)
	}
	return err
}

// Flush has the ingesters of a server, "loki" or "tempo", write what they hold
// to S3. Tempo's answers are whole only then: each of its ingesters may lack
// spans that the other has, and a query asks one.
func (c *Cluster) Flush(ctx context.Context, server string) error {
	for _, n := range clusterNodes {
		if n.server.module != server || n.target != "ingester" {
			continue
		}
		if err := post(ctx, loopback(c.ports[n.port("_PORT")])+"/flush"); err != nil {
			return err
		}
	}
	return nil
}
